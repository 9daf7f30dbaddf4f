// The leaderboard: who met the most people.

import { leaders } from "../state/analysis.js";
import { byId, faceOf, make } from "./elements.js";

const PLACES = 8;

/** Shows the leaders; `onChoose` is called with a person. */
export class Board {
    #shown = "";

    /**
     * Begin with nobody.
     *
     * @param {(person: Person) => void} onChoose
     */
    constructor(onChoose) {
        this.onChoose = onChoose;
        this.list = byId("leaders");
    }

    /**
     * Show the leaders of a graph; whoever climbed moves.
     *
     * @param {WallGraph} graph
     */
    show(graph) {
        const ranks = leaders(graph, PLACES);
        const facts = ranks.map(({ person: { id, name, avatar, degree } }) => {
            return [id, name, avatar, degree];
        });
        const shown = JSON.stringify(facts);
        if (shown === this.#shown) {
            return;
        }
        this.#shown = shown;
        const idOf = (/** @type {Element} */ row) => row.getAttribute("data-id");
        const before = new Map(
            [...this.list.children].map((row, at) => [idOf(row), at]),
        );
        const row = document.activeElement?.closest("#leaders li");
        const focused = row ? idOf(row) : null;
        this.list.replaceChildren(...ranks.map((rank) => this.#row(rank, before)));
        /** @type {HTMLElement | null} */
        const button = this.list.querySelector(
            `[data-id="${CSS.escape(focused ?? "")}"] button`,
        );
        button?.focus();
    }

    /**
     * @param {Rank} rank
     * @param {Map<string | null, number>} before
     */
    #row({ person, place, medal }, before) {
        const was = before.get(person.id) ?? PLACES;
        const button = make(
            "button",
            { type: "button", onclick: () => this.onChoose(person) },
            make("span", { class: "place" }, String(place)),
            faceOf(person),
            make("span", { class: "name" }, person.name),
            medal ? make("span", { class: "unseen" }, `${medal} medal,`) : "",
            make("b", {}, String(person.degree)),
        );
        const moved = was > place - 1 && before.size > 0;
        const attributes = { "data-id": person.id, "data-medal": medal };
        return make("li", { ...attributes, class: moved ? "moved" : null }, button);
    }
}
