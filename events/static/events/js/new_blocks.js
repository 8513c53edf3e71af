/* In the editor of a session: a new day is the day after the one above, a new slot starts when the one above ends, and what is to be filled in has the focus. */
(() => {
    const STREAM = "[data-contentpath=programme] [data-streamfield-stream-container]";
    const CHILD = "data-streamfield-child";
    const seen = new WeakSet();

    const typeOf = (child) => child.querySelector(":scope > input[name$='-type']")?.value;
    const isDeleted = (child) => Boolean(child.querySelector(":scope > input[name$='-deleted']")?.value);
    const input = (child, name) => child.querySelector(`[data-contentpath=${name}] input`);

    const above = function* (child) {
        for (let it = child.previousElementSibling; it; it = it.previousElementSibling) {
            if (it.hasAttribute(CHILD) && !isDeleted(it)) yield it;
        }
    };

    const dayAfter = (text) => {
        if (!/^\d{4}-\d{2}-\d{2}$/.test(text ?? "")) return "";
        const date = new Date(`${text}T00:00:00Z`);
        if (Number.isNaN(date.getTime())) return "";
        date.setUTCDate(date.getUTCDate() + 1);
        return date.toISOString().slice(0, 10);
    };

    const proposedDate = (child) => {
        for (const it of above(child)) {
            if (typeOf(it) === "day") return dayAfter(input(it, "date")?.value);
        }
        return document.querySelector("#id_start_date")?.value ?? "";
    };

    const proposedStart = (child) => {
        for (const it of above(child)) {
            if (typeOf(it) === "day") return "";
            const end = typeOf(it) === "slot" && input(it, "end")?.value;
            if (end) return end;
        }
        return "";
    };

    const PROPOSALS = {
        day: { field: "date", propose: proposedDate, order: ["date", "title"] },
        slot: { field: "start", propose: proposedStart, order: ["start", "end", "title"] },
    };

    const begin = (child) => {
        const { field, propose, order } = PROPOSALS[typeOf(child)] ?? {};
        const first = field && input(child, field);
        // What was duplicated has its own values.
        if (!first || first.value) return;
        first.value = propose(child);
        first.dispatchEvent(new Event("input", { bubbles: true }));
        first.dispatchEvent(new Event("change", { bubbles: true }));
        const fields = order.map((name) => input(child, name));
        const empty = fields.find((it) => it && !it.value);
        // The menu of blocks gives the focus back to its button when it closes.
        setTimeout(() => empty?.focus({ preventScroll: true }), 100);
    };

    const watch = (stream) => {
        for (const child of stream.children) seen.add(child);
        // What is moved is added too, but was seen before.
        new MutationObserver((changes) => {
            for (const child of changes.flatMap((change) => [...change.addedNodes])) {
                if (child.nodeType !== Node.ELEMENT_NODE || !child.hasAttribute(CHILD) || seen.has(child)) continue;
                seen.add(child);
                begin(child);
            }
        }).observe(stream, { childList: true });
    };

    // Wagtail builds the blocks after the page has loaded, all of them at once.
    const observer = new MutationObserver(() => {
        const stream = document.querySelector(STREAM);
        if (!stream) return;
        observer.disconnect();
        watch(stream);
    });
    observer.observe(document, { childList: true, subtree: true });
})();
