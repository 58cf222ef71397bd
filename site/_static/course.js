// Turns <div class="frames" data-label="..."> with one <figure> per value into a figure with a slider.
for (const box of document.querySelectorAll(".frames")) {
  const frames = [...box.querySelectorAll("figure")];
  const slider = Object.assign(document.createElement("input"), {
    type: "range", min: 0, max: frames.length - 1, value: 0,
  });
  const label = document.createElement("label");
  label.append(box.dataset.label + " ", slider);
  box.prepend(label);
  const show = () => {
    frames.forEach((frame, place) => { frame.hidden = place !== Number(slider.value); });
    slider.setAttribute("aria-valuetext", frames[slider.value].dataset.value);
  };
  slider.addEventListener("input", show);
  show();
}

// What scrolls sideways in a box of its own can be reached with the keyboard.
for (const box of document.querySelectorAll("article pre, article div.math, .table-wrapper, .text_html")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
