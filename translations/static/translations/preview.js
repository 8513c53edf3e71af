// The front end's preview beside the texts; it is loaded anew after each text that is saved.

const section = document.querySelector("[data-preview]");
const button = section.querySelector("[data-preview-toggle]");
const frame = section.querySelector("iframe");

function load() {
    // Another address each time: one that differs behind its # only would not be loaded again.
    if (!frame.hidden) frame.src = `${section.dataset.preview}?${Date.now()}`;
}

button.hidden = false;
button.addEventListener("click", () => {
    frame.hidden = !frame.hidden;
    button.setAttribute("aria-expanded", String(!frame.hidden));
    section.classList.toggle("desk-preview--open", !frame.hidden);
    load();
});
document.addEventListener("desk:saved", load);
