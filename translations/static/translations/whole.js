// What is done with the whole translation is done with what stands in its fields: they are saved
// first, and if one cannot be, nothing else happens.

const desk = document.querySelector("[data-desk]");
const WITH_TEXTS = ["save", "send", "publish", "schedule"];
let isBusy = false;

// One after the other: the site lets one writer at a time.
async function saveAll(rows) {
    const refused = [];
    for (const row of rows) if (!(await row.save())) refused.push(row);
    return refused;
}

function show(row) {
    desk.querySelector("[data-announcement]").textContent = desk.dataset.stopped;
    row.scrollIntoView({ block: "center" });
    (row.querySelector(".desk-rich") || row.querySelector("textarea")).focus();
}

document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.name !== "action" || !WITH_TEXTS.includes(button.value)) return;
    const rows = [...desk.querySelectorAll("[data-text]")].filter((row) => row.isChanged?.());
    if (!rows.length && !isBusy) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const refused = await saveAll(rows);
    isBusy = false;
    if (refused.length) show(refused[0]);
    else event.target.requestSubmit(button);
});
