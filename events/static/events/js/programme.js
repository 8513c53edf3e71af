/* In the editor of a session: an address of a block opens it, and a conflict stands at its block too. */
(() => {
    const BLOCK = /^#block-[0-9a-f-]+-section$/;
    // Wagtail builds the blocks after the page has loaded; a programme may be long.
    const PATIENCE = 20000;

    const whenThere = (selector, action) => {
        const found = document.querySelector(selector);
        if (found) return void action(found);
        const observer = new MutationObserver(() => {
            const late = document.querySelector(selector);
            if (!late) return;
            observer.disconnect();
            action(late);
        });
        observer.observe(document.body, { childList: true, subtree: true });
        setTimeout(() => observer.disconnect(), PATIENCE);
    };

    const open = (section) => {
        const panel = section.closest("[role=tabpanel]");
        const tab = panel && document.querySelector(`[role=tab][aria-controls="${panel.id}"], [role=tab][href="#${panel.id}"]`);
        if (panel?.hidden) tab?.click();
        const toggle = section.querySelector("[data-panel-toggle]");
        if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
        setTimeout(() => {
            section.scrollIntoView({ block: "center" });
            toggle?.focus({ preventScroll: true });
        }, 150);
    };

    const openAddress = () => {
        if (BLOCK.test(location.hash)) whenThere(location.hash, open);
    };

    const mark = (section, item, isOther) => {
        const { conflictLabel, conflictLevel, conflictMessage, conflictWhere } = item.dataset;
        const level = conflictLevel.toLowerCase();
        const marks = [...section.querySelectorAll(":scope > .w-panel__header .miti-block-mark")];
        if (!marks.some((it) => it.textContent === conflictLabel)) {
            const badge = document.createElement("span");
            badge.className = `miti-block-mark miti-block-mark--${level}`;
            badge.textContent = conflictLabel;
            section.querySelector("[data-panel-heading]")?.after(badge);
        }
        const text = document.createElement("p");
        text.className = `miti-conflict miti-conflict--${level}`;
        text.textContent = isOther ? `${conflictWhere}: ${conflictMessage}` : conflictMessage;
        section.querySelector(".w-panel__content")?.prepend(text);
    };

    const markAll = () => {
        for (const item of document.querySelectorAll("[data-conflict-block]")) {
            const { conflictBlock, conflictOther } = item.dataset;
            whenThere(`#block-${conflictBlock}-section`, (section) => mark(section, item, false));
            if (conflictOther) whenThere(`#block-${conflictOther}-section`, (section) => mark(section, item, true));
        }
    };

    // A link to a block that is the address already changes nothing, and should open it again.
    document.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[href^='#block-']");
        if (link && link.hash === location.hash) openAddress();
    });
    addEventListener("hashchange", openAddress);
    addEventListener("load", () => {
        openAddress();
        markAll();
    });
})();
