// Saving texts of the desk one by one, without loading the page again. Without this script each
// text is an ordinary form.

const desk = document.querySelector("[data-desk]");
const rows = [...desk.querySelectorAll("[data-text]")];
const words = desk.dataset;

const fieldOf = (row) => row.querySelector("textarea");
const isChanged = (row) => fieldOf(row).value !== row.saved;

function mark(row, word) {
    row.querySelector("[data-mark]").textContent = word;
}

function announce(word) {
    desk.querySelector("[data-announcement]").textContent = word;
}

function write(row, value) {
    const field = fieldOf(row);
    if (!field.hidden) replace(field, value);
    else field.dispatchEvent(new CustomEvent("desk:write", { detail: value })); // for its editor
    field.dispatchEvent(new Event("input", { bubbles: true }));
    focus(row);
}

// As if it were typed, so that it can be undone.
function replace(field, value) {
    field.focus();
    field.select();
    document.execCommand(value ? "insertText" : "delete", false, value);
}

function focus(row) {
    const editor = row.querySelector(".desk-rich");
    (editor || fieldOf(row)).focus();
    if (editor) getSelection().selectAllChildren(editor);
    if (editor) getSelection().collapseToEnd();
}

function prepare(row) {
    // A field that the server filled with what was refused is not saved.
    const refused = row.querySelector("[data-refused]");
    row.saved = refused ? null : fieldOf(row).value;
    row.waiting = Promise.resolve(false);
    row.save = () => save(row); // for marks, which are of what is saved
    row.isChanged = () => isChanged(row); // for what is done with all texts
    row.querySelector("[data-next]").hidden = false;
    for (const button of row.querySelectorAll("[data-insert]")) button.hidden = false;
}

function fill(place, html) {
    place.innerHTML = html;
    for (const button of place.querySelectorAll("[data-insert]")) button.hidden = false;
}

function tell(row, answer) {
    if (answer.version) {
        row.querySelector("[name=version]").value = answer.version;
        row.dataset.state = answer.state;
        row.querySelector("[data-label]").innerHTML = answer.badge;
        row.querySelector("[data-marks]").innerHTML = answer.marks;
    }
    fill(row.querySelector("[data-feedback]"), answer.feedback);
    document.dispatchEvent(new CustomEvent("desk:answer", { detail: answer })); // for the counts
}

async function send(row) {
    const form = row.querySelector("form");
    const sent = fieldOf(row).value;
    mark(row, words.saving);
    let response;
    try {
        response = await fetch(form.getAttribute("action"), {
            method: "POST",
            body: new URLSearchParams(new FormData(form)),
            headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
            redirect: "error",
        });
    } catch {
        return fail(row, words.failed);
    }
    if (![200, 409, 410, 422].includes(response.status)) {
        return fail(row, response.status === 403 ? words.closed : words.failed);
    }
    tell(row, await response.json());
    if (response.ok) {
        row.saved = sent;
        document.dispatchEvent(new Event("desk:saved")); // for the preview
    }
    mark(row, isChanged(row) ? words.unsaved : "");
    return response.ok;
}

function fail(row, word) {
    const line = document.createElement("p");
    line.className = "desk-fault";
    line.textContent = word;
    row.querySelector("[data-feedback]").replaceChildren(line);
    mark(row, words.unsaved);
    return false;
}

async function suggest(row) {
    const place = row.querySelector("[data-suggestions]");
    try {
        const response = await fetch(row.querySelector("[data-suggest]").dataset.suggest, {
            headers: { "X-Requested-With": "XMLHttpRequest" },
            redirect: "error",
        });
        if (!response.ok) throw new Error(response.statusText);
        fill(place, await response.text());
    } catch {
        place.textContent = words.silent;
    }
}

// Show suggestions first; take one only when it can be seen.
function takeSuggestion(row, number) {
    const place = row.querySelector("[data-suggestions]");
    if (!place.querySelector("[data-suggestion]")) return suggest(row);
    const button = place.querySelector(`[data-suggestion="${number}"]`);
    if (button) write(row, button.dataset.insert);
}

// One after the other, so that the second knows the version that the first has made.
function save(row) {
    row.waiting = row.waiting.then(() => send(row));
    return row.waiting;
}

async function saveAndGoOn(row) {
    const mustSave = isChanged(row) || ["machine", "draft"].includes(row.dataset.state);
    if (mustSave && !(await save(row))) return;
    const place = rows.indexOf(row);
    const others = [...rows.slice(place + 1), ...rows.slice(0, place)];
    const next = others.find((other) => ["untranslated", "faulty"].includes(other.dataset.state));
    if (next) focus(next);
    else announce(words.done);
}

desk.addEventListener("input", (event) => {
    const row = event.target.closest("[data-text]");
    if (row) mark(row, isChanged(row) ? words.unsaved : "");
});

desk.addEventListener("submit", (event) => {
    const row = event.target.closest("[data-text]");
    if (!row || event.target !== row.querySelector("form")) return;
    event.preventDefault();
    save(row);
});

desk.addEventListener("click", (event) => {
    const row = event.target.closest("[data-text]");
    if (!row) return;
    const insert = event.target.closest("[data-insert]");
    if (insert) write(row, insert.dataset.insert);
    if (event.target.closest("[data-next]")) saveAndGoOn(row);
    if (event.target.closest("[data-suggest]")) {
        event.preventDefault();
        suggest(row);
    }
});

desk.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-text]");
    if (!row || event.isComposing || event.repeat) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        saveAndGoOn(row);
    } else if (event.altKey && !event.ctrlKey && event.code === "Digit0") {
        event.preventDefault();
        write(row, row.querySelector("[data-original]").dataset.insert);
    } else if (event.altKey && !event.ctrlKey && /^Digit[123]$/.test(event.code)) {
        event.preventDefault();
        takeSuggestion(row, event.code.at(-1));
    }
});

window.addEventListener("beforeunload", (event) => {
    if (rows.some(isChanged)) event.preventDefault();
});

rows.forEach(prepare);
