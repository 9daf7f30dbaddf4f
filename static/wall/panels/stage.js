// What is celebrated for a moment: a new connection, a streak, a round number.

import { count } from "../state/words.js";
import { byId, faceOf, make } from "./elements.js";

const SHOWN_MS = 6000;
const MOST_TOASTS = 3;
// In a rush, a spotlight stays at least so long.
const AT_LEAST_MS = 1800;

/** Shows spotlights, toasts and milestones in the middle of the picture. */
export class Stage {
    /** @type {Connection | null} */
    #next = null;
    #busyUntil = 0;
    #timers = new Map();

    /**
     * Show who just met whom; of a rush the latest.
     *
     * @param {Connection} connection
     */
    spotlight(connection) {
        const isWaiting = this.#next !== null;
        this.#next = connection;
        if (!isWaiting) {
            const wait = Math.max(0, this.#busyUntil - performance.now());
            setTimeout(() => this.#showNext(), wait);
        }
    }

    /**
     * Say that somebody meets people fast.
     *
     * @param {Person} person
     */
    toast(person) {
        this.#toast(make("li", {}, `${person.name} is on a streak`));
    }

    /**
     * Say that somebody completed a quest.
     *
     * @param {Person} person
     * @param {string} words
     */
    completed(person, words) {
        const name = make("b", {}, person.name || person.id);
        this.#toast(make("li", { class: "quest" }, name, `: ${words}`));
    }

    /** @param {HTMLElement} toast */
    #toast(toast) {
        const list = byId("toasts");
        list.append(toast);
        while (list.children.length > MOST_TOASTS) {
            list.firstElementChild?.remove();
        }
        setTimeout(() => toast.remove(), SHOWN_MS);
    }

    /**
     * Celebrate a number of people or connections.
     *
     * @param {Milestone} milestone
     */
    milestone({ kind, number }) {
        const shown = number.toLocaleString("en-CA");
        const words = kind === "people" ? "people on the wall" : "connections made";
        const box = byId("milestone");
        box.replaceChildren(make("b", {}, shown), words);
        this.#flash(box);
    }

    /** Show nothing any more. */
    clear() {
        this.#next = null;
        byId("spotlight").hidden = true;
        byId("milestone").hidden = true;
        byId("toasts").replaceChildren();
    }

    #showNext() {
        if (this.#next === null) {
            return;
        }
        const { from, to } = this.#next;
        this.#next = null;
        this.#busyUntil = performance.now() + AT_LEAST_MS;
        const box = byId("spotlight");
        box.replaceChildren(
            make("span", { class: "pair" }, faceOf(from), faceOf(to)),
            make(
                "span",
                {},
                make("b", {}, from.name || from.id),
                make("span", { class: "verb" }, " met "),
                make("b", {}, to.name || to.id),
            ),
        );
        this.#flash(box);
    }

    /** @param {HTMLElement} box */
    #flash(box) {
        clearTimeout(this.#timers.get(box));
        box.hidden = true;
        // Reading a size makes the browser begin the animation anew.
        void box.offsetWidth;
        box.hidden = false;
        this.#timers.set(
            box,
            setTimeout(() => {
                box.hidden = true;
            }, SHOWN_MS),
        );
    }
}

/**
 * Return a milestone as a sentence.
 *
 * @param {Milestone} milestone
 */
export function milestoneSaid({ kind, number }) {
    return kind === "people"
        ? `${count(number, "person is", "people are")} on the wall`
        : `${count(number, "connection", "connections")} made`;
}
