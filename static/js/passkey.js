// A form that is sent with a passkey: the browser asks for it, its answer goes into the form. Where that cannot work, the
// form stays hidden, and a sentence says why.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && window.isSecureContext;

// What the server wants to know: in the page, or asked for when somebody means it.
async function wanted(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options.publicKey;
}

function make(form, options) {
  if (form.elements.passwordless?.checked) {
    Object.assign(options.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
  }
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
}

function find(options) {
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

async function send(form) {
  const wrong = form.querySelector("[role=alert]");
  wrong.hidden = true;
  try {
    const options = await wanted(form);
    const key = await (form.dataset.passkey === "create" ? make(form, options) : find(options));
    form.elements.credential.value = JSON.stringify(key.toJSON());
    form.submit();
  } catch (error) {
    wrong.textContent = error.name === "InvalidStateError" ? wrong.dataset.known : wrong.dataset.unused;
    wrong.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
for (const sentence of document.querySelectorAll("[data-without-passkeys]")) sentence.hidden = Boolean(able);
