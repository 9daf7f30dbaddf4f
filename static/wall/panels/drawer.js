// The panels at the side: one is open at a time.

import { byId } from "./elements.js";

/** Opens and closes panels, and gives the focus back to where it was. */
export class Drawer {
    /** @type {string | null} */
    #open = null;
    /** @type {HTMLElement | null} */
    #cameFrom = null;

    /**
     * `onOpen` is called with a panel's name before it is seen, `onClose` after.
     *
     * @param {{ onOpen: (name: string) => void, onClose: () => void }} page
     */
    constructor({ onOpen, onClose }) {
        this.onOpen = onOpen;
        this.onClose = onClose;
        for (const opener of document.querySelectorAll("[data-opens]")) {
            opener.addEventListener("click", (event) => {
                event.preventDefault();
                this.toggle(opened(opener));
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

    /**
     * Open a panel instead of whichever is open.
     *
     * @param {string} name
     */
    open(name) {
        this.#cameFrom ??= /** @type {HTMLElement | null} */ (document.activeElement);
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

    /**
     * Open a panel, or close it if it is open.
     *
     * @param {string} name
     */
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
            const isOpen = opened(opener) === this.#open;
            opener.setAttribute("aria-expanded", String(isOpen));
        }
    }
}

/** @param {Element} opener */
function opened(opener) {
    return opener.getAttribute("data-opens") ?? "";
}
