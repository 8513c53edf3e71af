/* Several choices as tags, beside a box that proposes more: see cms/pages/widgets.py. */

(() => {
    "use strict";

    class Tags extends window.StimulusModule.Controller {
        static targets = ["value", "entry"];

        static values = { choices: Array, remove: String, unknown: String };

        connect() {
            const label = this.element.closest("[data-contentpath]")?.querySelector("label");
            if (label && !label.htmlFor) label.htmlFor = this.entryTarget.id;
            this.show();
        }

        get chosen() {
            return this.valueTarget.value.split(",").filter(Boolean);
        }

        set chosen(keys) {
            this.valueTarget.value = keys.join(",");
            this.valueTarget.dispatchEvent(new Event("change", { bubbles: true }));
            this.show();
        }

        show() {
            this.element.querySelector("ul")?.remove();
            const keys = this.chosen;
            if (!keys.length) return;
            const names = new Map(this.choicesValue);
            const list = document.createElement("ul");
            list.className = "miti-tags__list";
            for (const key of keys) {
                const name = names.get(key) || key;
                const item = document.createElement("li");
                const button = document.createElement("button");
                item.append(name, button);
                button.type = "button";
                button.textContent = "×";
                button.setAttribute("aria-label", `${this.removeValue} ${name}`);
                button.addEventListener("click", () => {
                    this.chosen = this.chosen.filter((it) => it !== key);
                    this.entryTarget.focus();
                });
                list.append(item);
            }
            this.element.prepend(list);
        }

        /* The proposals are in the page only while somebody types. */
        offer() {
            const keys = new Set(this.chosen);
            const list = this.element.querySelector("datalist") || document.createElement("datalist");
            list.id = `${this.entryTarget.id}-proposals`;
            list.replaceChildren(
                ...this.choicesValue.filter(([key]) => !keys.has(key)).map(([, name]) => new Option(name, name)),
            );
            this.element.append(list);
            this.entryTarget.setAttribute("list", list.id);
        }

        find(isMatch) {
            const text = this.entryTarget.value.trim().toLowerCase();
            const keys = new Set(this.chosen);
            return text && this.choicesValue.find(([key, name]) => !keys.has(key) && isMatch(name.toLowerCase(), text, key));
        }

        add(choice) {
            this.entryTarget.value = "";
            this.complain("");
            this.chosen = [...this.chosen, choice[0]];
            this.offer();
        }

        /* A proposal that was chosen arrives as a whole name at once. */
        pick(event) {
            this.complain("");
            const choice = this.find((name, text) => name === text);
            if (choice && event.inputType !== "insertText") this.add(choice);
        }

        press(event) {
            if (event.key === "Enter") {
                event.preventDefault();
                this.accept();
            } else if (event.key === "Backspace" && !this.entryTarget.value && this.chosen.length) {
                this.chosen = this.chosen.slice(0, -1);
                this.offer();
            }
        }

        leave() {
            this.accept();
            this.element.querySelector("datalist")?.remove();
        }

        accept() {
            const choice =
                this.find((name, text, key) => name === text || key.toLowerCase() === text) ||
                this.find((name, text) => name.startsWith(text));
            if (choice) this.add(choice);
            else this.complain(this.entryTarget.value.trim() && this.unknownValue);
        }

        complain(text) {
            this.element.querySelector("[role=alert]")?.remove();
            this.entryTarget.toggleAttribute("aria-invalid", Boolean(text));
            if (!text) return;
            const message = document.createElement("p");
            message.className = "miti-tags__message";
            message.setAttribute("role", "alert");
            message.textContent = text;
            this.element.append(message);
        }
    }

    window.wagtail.app.register("miti-tags", Tags);
})();
