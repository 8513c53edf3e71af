// Marking texts without loading the page again. Without this script each mark is an ordinary form.

const desk = document.querySelector("[data-desk]");
const rows = [...desk.querySelectorAll("[data-text]")];
const words = desk.dataset;

function tell(row, answer) {
    if (answer.version) {
        const version = row.querySelector("[name=version]");
        if (version) version.value = answer.version;
        row.dataset.state = answer.state;
        row.querySelector("[data-label]").innerHTML = answer.badge;
        row.querySelector("[data-marks]").innerHTML = answer.marks;
    }
    row.querySelector("[data-feedback]").innerHTML = answer.feedback;
    document.dispatchEvent(new CustomEvent("desk:answer", { detail: answer })); // for the counts
}

function fail(row, word) {
    const line = document.createElement("p");
    line.className = "desk-fault";
    line.textContent = word;
    row.querySelector("[data-feedback]").replaceChildren(line);
}

async function mark(row, name) {
    // What is in the field is saved first: the mark is of what is read there.
    const field = row.querySelector("textarea[name=target]");
    if (field && row.save && field.value !== row.saved && !(await row.save())) return false;
    const form = row.querySelector("[data-mark-form]");
    if (!form) return false;
    const body = new URLSearchParams(new FormData(form));
    body.set("mark", name);
    let response;
    try {
        response = await fetch(form.getAttribute("action"), {
            method: "POST",
            body,
            headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
            redirect: "error",
        });
    } catch {
        fail(row, words.silent);
        return false;
    }
    if (![200, 409, 410, 422].includes(response.status)) {
        fail(row, response.status === 403 ? words.closed : words.silent);
        return false;
    }
    tell(row, await response.json());
    return response.ok;
}

async function approve(row) {
    if (!(await mark(row, "reviewed"))) return;
    const place = rows.indexOf(row);
    const others = [...rows.slice(place + 1), ...rows.slice(0, place)];
    const next = others.map((other) => other.querySelector("[data-approve]")).find(Boolean);
    if (next) next.focus();
    else desk.querySelector("[data-announcement]").textContent = words.approved;
}

desk.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-mark-form]")) return;
    event.preventDefault();
    const row = event.target.closest("[data-text]");
    const name = event.submitter.value;
    if (name === "reviewed") approve(row);
    else mark(row, name).then(() => row.querySelector("[data-mark-form] button")?.focus());
});

// From outside the texts the key leads to the first that can be approved, and approves nothing yet.
document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat || event.defaultPrevented) return;
    if (!event.altKey || event.ctrlKey || event.code !== "Digit9") return;
    const row = event.target.closest("[data-text]");
    if (!row && event.target.closest("input, select, textarea")) return;
    const button = (row || desk).querySelector("[data-approve]");
    if (row || button) event.preventDefault();
    if (row && button) approve(row);
    else if (!row) button?.focus();
});
