// How far all texts are: the bar, the states and the filters, as the server counts them after each
// text that is saved or marked.

const desk = document.querySelector("[data-desk]");

document.addEventListener("desk:answer", ({ detail: answer }) => {
    if (!answer.progress) return;
    const bar = desk.querySelector("[data-progress]");
    bar.value = answer.done;
    bar.max = Math.max(answer.total, 1);
    desk.querySelector("[data-progress-label]").textContent = answer.progress;
    desk.querySelector("[data-counts]").innerHTML = answer.counts;
    for (const place of desk.querySelectorAll("[data-count]")) {
        const number = answer.numbers[place.dataset.count];
        if (number !== undefined) place.textContent = number;
    }
});
