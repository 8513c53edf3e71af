// Inserting the preferred translation of a term where somebody writes. Without this script the
// translations are listed to be read.

const desk = document.querySelector("[data-desk]");

function insert(row, value) {
    const field = row.querySelector("textarea");
    if (field.hidden) {
        field.dispatchEvent(new CustomEvent("desk:insert", { detail: value })); // for its editor
    } else {
        field.focus();
        document.execCommand("insertText", false, value);
    }
}

desk.addEventListener("click", (event) => {
    const button = event.target.closest("[data-term]");
    if (button) insert(button.closest("[data-text]"), button.dataset.term);
});

desk.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-text]");
    if (!row || event.isComposing || event.repeat || !event.altKey || event.ctrlKey) return;
    if (!/^Digit[4-8]$/.test(event.code)) return;
    const button = row.querySelector(`[data-term-key="${event.code.at(-1)}"]`);
    if (!button) return;
    event.preventDefault();
    insert(row, button.dataset.term);
});

for (const button of desk.querySelectorAll("[data-term]")) button.hidden = false;
