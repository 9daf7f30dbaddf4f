// A field that finds people while one types, worked by keyboard or pointer.

import { find } from "../state/search.js";
import { about } from "../state/words.js";
import { faceOf, make } from "./elements.js";

const STEPS = new Map([
    ["ArrowDown", 1],
    ["ArrowUp", -1],
]);

/** Turns an input and its list into a search for people. */
export class Finder {
    /** @type {Person[]} */
    #results = [];
    #active = -1;

    /**
     * `graph` returns where to look; `onChoose` is called with a person.
     *
     * @param {HTMLInputElement} input
     * @param {HTMLElement} list
     * @param {{ graph: () => WallGraph, onChoose: (person: Person) => void }} page
     */
    constructor(input, list, { graph, onChoose }) {
        this.input = input;
        this.list = list;
        this.graph = graph;
        this.onChoose = onChoose;
        input.addEventListener("input", () => this.#look());
        input.addEventListener("focus", () => this.#look());
        input.addEventListener("keydown", (event) => this.#press(event));
        input.addEventListener("blur", () => this.close());
        // Otherwise the field loses the focus, and its list, before the click.
        list.addEventListener("pointerdown", (event) => event.preventDefault());
    }

    /** Hide the results. */
    close() {
        this.#show([]);
    }

    #look() {
        this.#show(find(this.graph(), this.input.value));
        if (this.input.value.trim() && !this.#results.length) {
            this.list.replaceChildren(
                make("li", { class: "nobody", role: "option" }, "Nobody of that name"),
            );
            this.list.hidden = false;
        }
    }

    /** @param {Person[]} people */
    #show(people) {
        this.#results = people;
        this.#active = people.length ? 0 : -1;
        this.list.replaceChildren(
            ...people.map((person, index) => this.#row(person, index)),
        );
        this.list.hidden = people.length === 0;
        this.input.setAttribute("aria-expanded", String(people.length > 0));
        this.#mark();
    }

    /**
     * @param {Person} person
     * @param {number} index
     */
    #row(person, index) {
        return make(
            "li",
            {
                role: "option",
                id: `${this.list.id}-${index}`,
                onclick: () => this.#choose(index),
            },
            faceOf(person),
            make("span", {}, person.name, " ", make("small", {}, about(person))),
        );
    }

    #mark() {
        for (const [index, item] of [...this.list.children].entries()) {
            item.setAttribute("aria-selected", String(index === this.#active));
        }
        const active = this.list.children[this.#active];
        active?.scrollIntoView({ block: "nearest" });
        if (active) {
            this.input.setAttribute("aria-activedescendant", active.id);
        } else {
            this.input.removeAttribute("aria-activedescendant");
        }
    }

    /** @param {KeyboardEvent} event */
    #press(event) {
        const step = STEPS.get(event.key);
        if (step && this.#results.length) {
            event.preventDefault();
            const count = this.#results.length;
            this.#active = (this.#active + step + count) % count;
            this.#mark();
        } else if (event.key === "Enter") {
            event.preventDefault();
            this.#choose(this.#active);
        } else if (event.key === "Escape" && !this.list.hidden) {
            // One press for the results, the next one for what is behind them.
            event.stopPropagation();
            this.close();
        }
    }

    /** @param {number} index */
    #choose(index) {
        const person = this.#results[index];
        if (person) {
            this.input.value = "";
            this.close();
            this.onChoose(person);
        }
    }
}
