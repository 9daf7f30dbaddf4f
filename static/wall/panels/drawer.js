// The panels at the side: one is open at a time.

import { byId } from "./elements.js";

/** Opens and closes panels, and gives the focus back to where it was. */
export class Drawer {
    #open = null;
    #cameFrom = null;

    /** `onOpen` is called with a panel's name before it is seen, `onClose` after. */
    constructor({ onOpen, onClose }) {
        this.onOpen = onOpen;
        this.onClose = onClose;
        for (const opener of document.querySelectorAll("[data-opens]")) {
            opener.addEventListener("click", (event) => {
                event.preventDefault();
                this.toggle(opener.dataset.opens);
            });
        }
        for (const closer of document.querySelectorAll("[data-closes]")) {
            closer.addEventListener("click", () => this.close());
        }
    }

    /** The name of the open panel, or null. */
    get current() {
        return this.#open;
    }

    /** Open a panel instead of whichever is open. */
    open(name) {
        this.#cameFrom ??= document.activeElement;
        this.#hide();
        this.#open = name;
        this.onOpen(name);
        const panel = byId(`${name}-panel`);
        panel.hidden = false;
        panel.scrollTop = 0;
        document.body.classList.add("has-panel");
        this.#mark();
        panel.focus({ preventScroll: true });
    }

    /** Open a panel, or close it if it is open. */
    toggle(name) {
        if (this.#open === name) {
            this.close();
        } else {
            this.open(name);
        }
    }

    /** Close what is open; false if nothing was. */
    close() {
        if (this.#open === null) {
            return false;
        }
        this.#hide();
        this.#open = null;
        this.#mark();
        document.body.classList.remove("has-panel");
        this.#cameFrom?.focus?.({ preventScroll: true });
        this.#cameFrom = null;
        this.onClose();
        return true;
    }

    #hide() {
        if (this.#open !== null) {
            byId(`${this.#open}-panel`).hidden = true;
        }
    }

    #mark() {
        for (const opener of document.querySelectorAll("button[data-opens]")) {
            const isOpen = opener.dataset.opens === this.#open;
            opener.setAttribute("aria-expanded", String(isOpen));
        }
    }
}
