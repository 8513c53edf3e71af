// Comments on texts without loading the page again. Without this script each is an ordinary form.

const desk = document.querySelector("[data-desk]");
const words = desk.dataset;
const HEADERS = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };

async function send(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        body,
        headers: HEADERS,
        redirect: "error",
    });
    if (![200, 422].includes(response.status)) throw new Error(response.statusText);
    return response.json();
}

// Shown at once; if it was not taken, it is back in the field, with the reason.
async function add(form) {
    const place = form.closest("[data-thread]");
    const field = form.querySelector("textarea");
    const error = form.querySelector("[data-comment-error]");
    const button = form.querySelector("button");
    const text = field.value;
    if (!text.trim() || button.disabled) return field.focus();
    const waiting = document.createElement("li");
    waiting.className = "desk-comment desk-comment--waiting";
    waiting.dir = "auto";
    waiting.textContent = text;
    const said = document.createElement("p");
    said.className = "desk-comment__by";
    said.textContent = words.sending;
    waiting.append(said);
    place.querySelector("[data-thread-list]").append(waiting);
    error.textContent = "";
    button.disabled = true;
    const sent = send(form, null);
    field.value = "";
    let answer;
    try {
        answer = await sent;
    } catch {
        answer = { error: words.unsent };
    }
    button.disabled = false;
    if (answer.error) {
        waiting.remove();
        field.value = field.value ? `${text}\n${field.value}` : text;
        error.textContent = answer.error;
        field.focus();
        return;
    }
    const more = field.value; // what was begun while the first was on its way
    show(place, answer);
    const fresh = place.querySelector("textarea");
    fresh.value = more;
    fresh.focus();
}

function show(place, answer) {
    place.innerHTML = answer.thread;
    desk.querySelector("[data-count=comments]").textContent = answer.count;
}

async function act(form, submitter) {
    const place = form.closest("[data-thread]");
    const draft = place.querySelector("[data-comment-form] textarea").value;
    try {
        show(place, await send(form, submitter));
    } catch {
        place.querySelector("[data-comment-error]").textContent = words.silent;
        return;
    }
    const field = place.querySelector("[data-comment-form] textarea");
    field.value = draft;
    place.querySelector("summary").focus();
}

desk.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-comment-form]")) {
        event.preventDefault();
        add(form);
    } else if (form.matches("[data-comment-action]") && form.closest("[data-thread]")) {
        event.preventDefault();
        act(form, event.submitter);
    }
});

// The keys of the desk are for its texts: here one sends the comment.
desk.addEventListener(
    "keydown",
    (event) => {
        const form = event.target.closest("[data-comment-form]");
        if (!form) return;
        event.stopPropagation();
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
        event.preventDefault();
        if (!event.repeat) form.requestSubmit();
    },
    true,
);
