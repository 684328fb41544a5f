// A picture on its way into the library: until it has arrived, its place in the text says how far it is, or what went wrong.
import { Extension, Plugin, pm } from "django-prose-editor/editor";
import { say } from "./words.js";

const PLACES = new pm.state.PluginKey("pictureUpload");
const { Decoration, DecorationSet } = pm.view;
const ANSWERS = {
  0: "not_sent",
  403: "not_allowed",
  413: "too_large",
};

// Not by fetch, which cannot tell how much has been sent.
function send(file, { dataset, form }, progress) {
  const request = new XMLHttpRequest();
  const data = new FormData();
  data.append("file", file);
  data.append("csrfmiddlewaretoken", form.csrfmiddlewaretoken.value);
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => (progress.value = loaded / total);
    request.onloadend = () => {
      const { status, response } = request;
      if (response?.url) resolve(response);
      else reject({ refused: response?.error, failed: say(ANSWERS[status] ?? "not_stored") });
    };
    request.responseType = "json";
    request.open("POST", dataset.picture);
    request.send(data);
  });
}

// The place in the text, from the template in the page: the file's name, the progress, and after a failure two buttons.
async function upload(view, file, dom) {
  const [progress, said] = [dom.querySelector("progress"), dom.querySelector("[role=status]")];
  const textarea = view.dom.parentElement.querySelector("textarea");
  const place = () => PLACES.getState(view.state).find(undefined, undefined, (spec) => spec.dom === dom)[0];
  const finish = (node) => {
    const tr = view.state.tr.setMeta(PLACES, { remove: dom });
    if (place()) view.dispatch(node ? tr.insert(place().from, node) : tr);
  };
  dom.dataset.state = "sending";
  said.textContent = say("uploading", { name: file.name });
  dom.querySelector("[data-again]").onclick = () => upload(view, file, dom);
  dom.querySelector("[data-leave-out]").onclick = () => (finish(), view.focus());
  try {
    if (!file.type.startsWith("image/")) throw { refused: say("no_picture") };
    if (file.size > textarea.dataset.mostBytes) throw { refused: say("larger_than", { size: Math.round(textarea.dataset.mostBytes / 2 ** 20) }) };
    const { url, alt } = await send(file, textarea, progress);
    const { figure, image, caption } = view.state.schema.nodes;
    finish(figure.create(null, [image.create({ src: url, alt }), caption.create()]));
  } catch ({ refused, failed }) {
    dom.dataset.state = refused ? "refused" : "failed";
    said.textContent = `${file.name}: ${refused ?? failed}`;
  }
}

export const PictureUpload = Extension.create({
  name: "pictureUpload",
  addCommands: () => ({
    uploadPictures: (files, position) => ({ editor: { view }, tr }) => {
      const $place = tr.doc.resolve(position);
      for (const file of files) {
        const dom = document.getElementById("picture-place").content.firstElementChild.cloneNode(true);
        tr.setMeta(PLACES, { add: [...(tr.getMeta(PLACES)?.add ?? []), Decoration.widget($place.depth ? $place.after(1) : position, dom, { dom, stopEvent: () => true })] });
        queueMicrotask(() => upload(view, file, dom));
      }
      return true;
    },
  }),
  addProseMirrorPlugins() {
    const apply = (tr, places) => {
      const { add = [], remove } = tr.getMeta(PLACES) ?? {};
      const kept = places.map(tr.mapping, tr.doc).add(tr.doc, add);
      return kept.remove(kept.find(undefined, undefined, (spec) => spec.dom === remove));
    };
    const state = { init: () => DecorationSet.empty, apply };
    return [new Plugin({ key: PLACES, state, props: { decorations: (now) => PLACES.getState(now) } })];
  },
});
