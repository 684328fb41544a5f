// People and related posts stand in the order in which they were chosen.
const { jQuery } = window.django;

jQuery("#id_byline, #id_pinned, #id_excluded").on("select2:select", ({ params, target }) => {
  target.append([...target.options].find((option) => option.value === params.data.id));
  jQuery(target).trigger("change.select2");
});
