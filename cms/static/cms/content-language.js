/* Texts of an editor run as the language of what is edited does, not as the admin's: also those of blocks, rows and
   formatted texts, which scripts make. The form says the language on its own fields (cms/pages/forms.py). */
(() => {
    const TEXTS = "input:not([type]), input[type=text], textarea, [contenteditable=true]";
    const LATIN = "input[type=url], input[type=email], input[type=tel], input[type=number], input[name$=slug]";
    const MOMENTS = ".w-field--admin_date_input, .w-field--admin_time_input, .w-field--admin_date_time_input";
    // In the language of whoever writes: names of languages to choose, comments.
    const OTHERS = ".miti-tags, .comment, [data-side-panel]";

    const mark = (element, lang, dir) => {
        if (element.matches(LATIN) || element.closest(MOMENTS)) element.dir = "ltr";
        else if (element.closest(OTHERS)) element.dir = "auto";
        else Object.assign(element, { lang, dir });
    };

    const start = () => {
        const form = document.querySelector("form[data-edit-form]");
        const field = form?.querySelector("[data-content-language]");
        if (!field) return;
        const { lang, dir } = field;
        const selector = `${TEXTS}, ${LATIN}`;
        const look = (node) => {
            if (!(node instanceof Element)) return;
            if (node.matches(selector)) mark(node, lang, dir);
            node.querySelectorAll(selector).forEach((found) => mark(found, lang, dir));
        };
        look(form);
        new MutationObserver((changes) => {
            changes.forEach((change) => change.addedNodes.forEach(look));
        }).observe(form, { childList: true, subtree: true });
    };

    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
})();
