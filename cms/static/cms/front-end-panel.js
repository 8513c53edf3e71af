// The draft in the front end's page, in a frame of the editor, and what that page finds (preview-checks.js).
(() => {
    const MOST = 100;
    const LONGEST = 300;
    const PATIENCE = 20000;

    const text = (value) => String(value ?? "").slice(0, LONGEST);

    const start = (panel) => {
        const words = JSON.parse(panel.querySelector("script").textContent);
        const [button, frame, status, found] = ["[data-front-end-open]", "iframe", "[data-front-end-status]", "[data-front-end-found]"].map(
            (it) => panel.querySelector(it),
        );
        // As browsers write it: without the usual port, in ASCII.
        const { origin } = new URL(panel.dataset.frontEndOrigin);
        let waiting;

        const line = ({ kind, code, message, selector }) => {
            const item = document.createElement("li");
            const what = document.createElement("strong");
            what.textContent = `${kind === "search" ? words.search : words.accessibility}: `;
            const said = document.createElement("bdi");
            said.textContent = words.findings[code] ?? text(message);
            item.append(what, said);
            if (selector) {
                const where = document.createElement("code");
                where.textContent = text(selector);
                const show = document.createElement("button");
                show.type = "button";
                show.className = "button button-small button-secondary";
                show.textContent = words.show;
                show.addEventListener("click", () => {
                    frame.scrollIntoView({ block: "nearest" });
                    frame.contentWindow.postMessage({ type: "cms:show", selector }, origin);
                });
                item.append(" ", where, " ", show);
            }
            return item;
        };

        button.addEventListener("click", () => {
            frame.hidden = false;
            button.setAttribute("aria-expanded", "true");
            status.textContent = words.checking;
            found.replaceChildren();
            // The front end keeps its own origin; a page of the admin's, as the empty one is, gets none.
            frame.sandbox.add("allow-same-origin");
            // Another address each time: one that differs behind its # only would not be loaded again.
            frame.src = `${panel.dataset.frontEnd}?${Date.now()}`;
            clearTimeout(waiting);
            waiting = setTimeout(() => {
                status.textContent = words.silent;
            }, PATIENCE);
        });

        addEventListener("message", (event) => {
            if (event.source !== frame.contentWindow || event.origin !== origin) return;
            if (event.data?.type !== "cms:checks" || !Array.isArray(event.data.findings)) return;
            clearTimeout(waiting);
            const findings = event.data.findings.slice(0, MOST).filter((it) => it && typeof it === "object");
            status.textContent = findings.length ? `${words.some} ${findings.length}` : words.none;
            found.replaceChildren(...findings.map(line));
        });
    };

    addEventListener("load", () => document.querySelectorAll("[data-front-end]").forEach(start));
})();
