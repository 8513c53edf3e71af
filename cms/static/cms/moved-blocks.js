/* A block that is moved by its buttons loses the focus: give it back, for the next press. */
document.addEventListener(
    "click",
    (event) => {
        const selector = "[data-streamfield-action=MOVE_UP], [data-streamfield-action=MOVE_DOWN]";
        const button = event.target.closest?.(selector);
        if (!button) return;
        setTimeout(() => {
            const other = [...button.parentElement.querySelectorAll(selector)].find((it) => it !== button);
            (button.disabled && other ? other : button).focus();
        });
    },
    true,
);
