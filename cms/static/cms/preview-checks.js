/* For the preview page of a front end (docs/front-end/previews.md): looks at what the page shows, and tells
   the admin that shows it in a frame. Nobody else is told: findings go to the origin of this script only. */
(() => {
    const AXE = "vendor/axe-4.10.3.min.js";
    const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    // Milliseconds in which nothing changes any more, before the page is looked at.
    const CALM = 700;
    const [TITLE, DESCRIPTION] = [60, 160];
    const script = document.currentScript;
    const admin = new URL(script.src).origin;
    if (window.parent === window) return;

    const axeIsThere = new Promise((resolve, reject) => {
        if (window.axe) return void resolve();
        const element = document.createElement("script");
        element.src = new URL(AXE, script.src);
        element.onload = resolve;
        element.onerror = reject;
        document.head.append(element);
    });

    const asked = new URLSearchParams(location.hash.slice(1));

    const search = function* () {
        const title = document.title.trim();
        if (!title) yield "title-missing";
        if ([...title].length > TITLE) yield "title-long";
        const description = document.querySelector("meta[name=description]")?.content.trim() ?? "";
        if (!description) yield "description-missing";
        if ([...description].length > DESCRIPTION) yield "description-long";
        const headings = document.querySelectorAll("h1").length;
        if (headings !== 1) yield headings ? "heading-twice" : "heading-missing";
        const language = document.documentElement.lang.toLowerCase().replace("_", "-");
        const wanted = (asked.get("locale") ?? language).toLowerCase().replace("_", "-");
        if (language.split("-")[0] !== wanted.split("-")[0]) yield "language";
    };

    const look = async () => {
        await axeIsThere;
        const { violations } = await window.axe.run(document, {
            runOnly: { type: "tag", values: WCAG },
            rules: { "heading-order": { enabled: true } },
            resultTypes: ["violations"],
            iframes: false,
        });
        const findings = [...search()].map((code) => ({ kind: "search", code }));
        for (const { id, help, nodes } of violations) {
            for (const { target } of nodes) {
                findings.push({ kind: "accessibility", code: id, message: help, selector: String(target[0]) });
            }
        }
        window.parent.postMessage({ type: "cms:checks", findings }, admin);
    };

    let timer;
    const later = () => {
        clearTimeout(timer);
        timer = setTimeout(() => look().catch((error) => console.warn("preview-checks", error)), CALM);
    };
    new MutationObserver(later).observe(document.documentElement, { childList: true, characterData: true, subtree: true });
    later();

    addEventListener("message", ({ origin, source, data }) => {
        if (origin !== admin || source !== window.parent || data?.type !== "cms:show") return;
        const element = document.querySelector(data.selector);
        element?.scrollIntoView({ block: "center" });
        element?.animate([{ outline: "4px solid #c00" }, { outline: "4px solid #c00" }], 3000);
    });
})();
