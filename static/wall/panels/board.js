// The leaderboard: who met the most people.

import { leaders } from "../state/analysis.js";
import { byId, faceOf, make } from "./elements.js";

const PLACES = 8;

/** Shows the leaders; `onChoose` is called with a person. */
export class Board {
    #shown = "";

    /** Begin with nobody. */
    constructor(onChoose) {
        this.onChoose = onChoose;
        this.list = byId("leaders");
    }

    /** Show the leaders of a graph; whoever climbed moves. */
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
        const before = new Map(
            [...this.list.children].map((item, index) => [item.dataset.id, index]),
        );
        const focused = document.activeElement?.closest("#leaders li")?.dataset.id;
        this.list.replaceChildren(...ranks.map((rank) => this.#row(rank, before)));
        this.list
            .querySelector(`[data-id="${CSS.escape(focused ?? "")}"] button`)
            ?.focus();
    }

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
