// Texts with formats, written as they are read: bold, italic, and the links of the original, which
// can be moved and not changed. Each editor stands in the place of a field with tags, and keeps it
// up to date; the server checks what it is sent.

const TAGS = new Set(["A", "ABBR", "ACRONYM", "B", "CODE", "EM", "I", "STRONG"]);
const FORMATS = { formatBold: "bold", formatItalic: "italic" };
const PLAIN = /^(insertText|insertReplacementText|insertLineBreak|insertCompositionText|insertFromComposition|delete.*|history.*)$/;

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const markOf = (id) => id.replace(/^\D+/, "") || id;

// What is stored, as nodes of the editor. Nothing else comes in: neither attributes nor other tags.
function read(stored) {
    const template = document.createElement("template");
    template.innerHTML = stored;
    return copy(template.content);
}

function copy(parent) {
    const fragment = document.createDocumentFragment();
    for (const node of parent.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) fragment.append(node.data.replace(/[\t\n\r]+/g, " "));
        else if (node.nodeName === "BR") fragment.append(document.createElement("br"));
        else if (TAGS.has(node.nodeName)) fragment.append(copyOf(node));
        else fragment.append(copy(node));
    }
    return fragment;
}

function copyOf(node) {
    const element = document.createElement(node.nodeName);
    if (node.id) {
        element.className = "desk-link";
        element.dataset.id = node.id;
        element.dataset.mark = markOf(node.id);
        // Chromium writes on after a link only if it has an address.
        if (node.nodeName === "A") element.setAttribute("href", "#");
        if (!node.textContent) element.contentEditable = "false";
    }
    element.append(copy(node));
    return element;
}

// What the editor shows, as it is stored.
function stored(parent, withLinks = true) {
    let html = "";
    for (const node of parent.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) html += escaped(node.data).replace(/\n/g, "<br/>");
        else if (node.nodeName === "BR") html += "<br/>";
        else if (node.nodeType === Node.ELEMENT_NODE) html += storedElement(node, withLinks);
    }
    return html;
}

function storedElement(element, withLinks) {
    const inside = stored(element, withLinks);
    const { id } = element.dataset;
    if (!TAGS.has(element.nodeName) || (element.nodeName === "A" && !id)) return inside;
    if ((id && !withLinks) || (!id && !inside)) return inside;
    const name = element.nodeName.toLowerCase();
    return `<${name}${id ? ` id="${id}"` : ""}>${inside}</${name}>`;
}

class RichEditor {
    constructor(field) {
        this.field = field;
        this.bar = field.closest("[data-text]").querySelector("[data-toolbar]");
        this.element = this.build();
        this.range = null;
        this.show();
        this.listen();
        field.hidden = true;
        field.after(this.element);
        this.bar.hidden = false;
    }

    build() {
        const element = document.createElement("div");
        element.className = "desk-rich";
        element.contentEditable = "true";
        element.lang = this.field.lang;
        element.dir = this.field.dir;
        element.setAttribute("role", "textbox");
        element.setAttribute("aria-multiline", "true");
        for (const name of ["aria-labelledby", "aria-describedby"]) {
            element.setAttribute(name, this.field.getAttribute(name));
        }
        return element;
    }

    show() {
        this.element.replaceChildren(read(this.field.value));
        this.mark();
    }

    // Put another text in the place of all as if it were typed, so that it can be undone.
    replace(value) {
        this.element.focus();
        getSelection().selectAllChildren(this.element);
        const nodes = document.createElement("div");
        nodes.append(read(value));
        this.isOurs = true;
        if (nodes.innerHTML) document.execCommand("insertHTML", false, nodes.innerHTML);
        else document.execCommand("delete");
        this.isOurs = false;
        // What a browser writes otherwise than it was told is shown as it is meant.
        this.field.value = value;
        if (stored(this.element).replace(/<br\/>$/, "") !== stored(nodes)) this.show();
        this.mark();
    }

    listen() {
        const on = (target, name, act) => target.addEventListener(name, act);
        on(this.element, "beforeinput", (event) => this.filter(event));
        on(this.element, "input", () => this.keep());
        on(this.element, "paste", (event) => this.paste(event));
        on(this.element, "drop", (event) => event.preventDefault());
        on(this.element, "click", (event) => event.target.closest("a") && event.preventDefault());
        on(this.element, "keydown", (event) => this.key(event));
        on(this.field, "desk:write", (event) => this.replace(event.detail));
        on(this.field, "desk:insert", (event) => this.insert(event.detail));
        on(this.bar, "mousedown", (event) => event.preventDefault());
        on(this.bar, "click", (event) => this.press(event.target.closest("button")));
        on(document, "selectionchange", () => this.remember());
    }

    // Put words where the caret is, or was.
    insert(words) {
        this.restore();
        document.execCommand("insertText", false, words);
    }

    filter(event) {
        if (event.inputType === "insertParagraph") {
            event.preventDefault();
            document.execCommand("insertLineBreak");
        } else if (!PLAIN.test(event.inputType) && !(event.inputType in FORMATS)) {
            // What a command of ours inserts has no such event in every browser; others stay out.
            if (!this.isOurs) event.preventDefault();
        }
    }

    keep() {
        // The last line break only holds the last line open.
        this.field.value = stored(this.element).replace(/<br\/>$/, "");
        this.mark();
        this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    mark() {
        for (const button of this.links()) {
            const isThere = this.find(button.dataset.id);
            button.querySelector("[data-missing]").hidden = Boolean(isThere);
        }
        this.tellFormats();
    }

    tellFormats() {
        const isHere = this.element.contains(getSelection().anchorNode);
        for (const button of this.bar.querySelectorAll("[data-format]")) {
            const isOn = isHere && document.queryCommandState(button.dataset.format);
            button.setAttribute("aria-pressed", String(isOn));
        }
    }

    links() {
        return [...this.bar.querySelectorAll("[data-id]")];
    }

    find(id) {
        return [...this.element.querySelectorAll("[data-id]")].find((one) => one.dataset.id === id);
    }

    paste(event) {
        event.preventDefault();
        const lines = event.clipboardData.getData("text/plain").trim().split(/\r\n?|\n/);
        lines.forEach((line, number) => {
            if (number) document.execCommand("insertLineBreak");
            if (line) document.execCommand("insertText", false, line);
        });
    }

    key(event) {
        if (!(event.ctrlKey || event.metaKey) || event.altKey || event.code !== "KeyK") return;
        event.preventDefault();
        const links = this.links();
        this.press(links.find((link) => !this.find(link.dataset.id)) || links[0]);
    }

    press(button) {
        if (!button) return;
        this.restore();
        if (button.dataset.format) document.execCommand(button.dataset.format);
        else this.place(button);
        this.keep();
    }

    // Remember where somebody writes: the buttons take the focus.
    remember() {
        const selection = getSelection();
        if (!selection.rangeCount || !this.element.contains(selection.anchorNode)) return;
        this.range = selection.getRangeAt(0).cloneRange();
        this.tellFormats();
    }

    restore() {
        this.element.focus();
        const selection = getSelection();
        if (this.range && this.element.contains(this.range.startContainer)) {
            selection.removeAllRanges();
            selection.addRange(this.range);
        } else {
            selection.selectAllChildren(this.element);
            selection.collapseToEnd();
        }
    }

    // Put a link round what is selected, or with its words where the caret is; from where it was.
    place(button) {
        const { id, tag, words } = button.dataset;
        const range = getSelection().getRangeAt(0);
        const old = this.find(id);
        if (old && range.collapsed && old.contains(range.startContainer)) return;
        const inside = range.collapsed ? "" : stored(range.cloneContents(), false);
        const html = inside || (old ? stored(old) : escaped(words));
        if (old && inside) old.replaceWith(...old.childNodes);
        else if (old) old.remove();
        this.leaveLink(range);
        const link = read(`<${tag} id="${id}">${html}</${tag}>`).firstChild;
        this.isOurs = true;
        document.execCommand("insertHTML", false, link.outerHTML);
        this.isOurs = false;
        const placed = this.find(id);
        if (placed) getSelection().collapse(placed, placed.childNodes.length);
    }

    // A link in a link is none.
    leaveLink(range) {
        const around = range.startContainer.parentElement.closest("[data-id]");
        if (!around || !this.element.contains(around)) return;
        if (range.collapsed) range.setStartAfter(around);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }
}

for (const field of document.querySelectorAll("[data-desk] textarea[data-rich]")) new RichEditor(field);
