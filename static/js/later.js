// What few readers need is loaded when they begin to: <template data-on="an event" data-module="its address">.
for (const { dataset } of document.querySelectorAll("template[data-on]")) {
  document.addEventListener(dataset.on, () => import(dataset.module), { once: true });
}
