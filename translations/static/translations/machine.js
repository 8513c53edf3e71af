// Translating by machine, a request's worth of texts at a time. Without this script its form waits,
// and says when it is to be sent again.

const form = document.querySelector("[data-machine]");
const words = form.dataset;
const button = form.querySelector("[data-start]");
const stop = form.querySelector("[data-stop]");
const bar = form.querySelector("[data-machine-progress]");
const said = form.querySelector("[data-machine-said]");
const desk = document.querySelector("[data-desk]");
const BACKGROUND = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };

let isStopped = false;

function line(text, name = "p") {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
}

function isAtWork(yes) {
    button.disabled = yes;
    stop.hidden = bar.hidden = !yes;
}

async function step(data) {
    const response = await fetch(form.getAttribute("action"), {
        method: "POST",
        body: new URLSearchParams(data),
        headers: BACKGROUND,
        redirect: "error",
    });
    if (![200, 409, 503].includes(response.status)) throw new Error(response.statusText);
    return response.json();
}

function count(sum, answer) {
    sum.filled += answer.filled || 0;
    sum.changed += answer.changed || 0;
    sum.dropped.push(...(answer.dropped || []));
    sum.error = answer.error?.message || "";
}

function tell(sum) {
    const lines = [line(sum.filled ? words.filled.replace("%s", sum.filled) : words.none)];
    if (isStopped) lines.push(line(words.stopped));
    if (sum.changed) lines.push(line(words.changed.replace("%s", sum.changed)));
    if (sum.error) {
        lines.push(line(sum.error));
        lines.at(-1).className = "desk-fault";
    }
    if (sum.dropped.length) {
        const list = document.createElement("ul");
        list.append(...sum.dropped.map((one) => line(one, "li")));
        lines.push(line(words.left), list);
    }
    said.replaceChildren(...lines);
    form.querySelector("[data-machine-show]").hidden = !sum.filled;
}

async function fill() {
    const sum = { filled: 0, changed: 0, dropped: [], error: "" };
    const data = new FormData(form);
    isStopped = false;
    isAtWork(true);
    try {
        for (let isFinished = false; !isFinished && !isStopped && !sum.error; ) {
            said.replaceChildren(line(words.working.replace("%s", sum.filled)));
            const answer = await step(data);
            count(sum, answer);
            isFinished = answer.isFinished;
            data.set("after", answer.after || "");
        }
    } catch {
        sum.error = words.failed;
    }
    isAtWork(false);
    tell(sum);
}

async function ask(row) {
    const place = row.querySelector("[data-machine-answer]");
    const button = row.querySelector("[data-ask]");
    button.disabled = true;
    try {
        const response = await fetch(button.formAction, {
            method: "POST",
            body: new URLSearchParams(new FormData(row.querySelector("form"))),
            headers: { "X-Requested-With": "XMLHttpRequest" },
            redirect: "error",
        });
        if (![200, 503].includes(response.status)) throw new Error(response.statusText);
        place.innerHTML = await response.text();
        for (const insert of place.querySelectorAll("[data-insert]")) insert.hidden = false;
    } catch {
        place.textContent = desk.dataset.silent;
    }
    button.disabled = false;
}

form.addEventListener("submit", (event) => {
    event.preventDefault();
    fill();
});

stop?.addEventListener("click", () => {
    isStopped = true;
});

// Before the form of the text is sent, which would save it.
desk.addEventListener("click", (event) => {
    if (!event.target.closest("[data-ask]")) return;
    event.preventDefault();
    ask(event.target.closest("[data-text]"));
});
