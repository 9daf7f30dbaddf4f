// One person: whom they met, when, and the way to somebody else.

import { leaders, shortestPath } from "../state/analysis.js";
import { about, count } from "../state/words.js";
import { byId, faceOf, make, tellTheTime, timeOf } from "./elements.js";
import { Finder } from "./finder.js";

/** Shows a person's panel. */
export class PersonPanel {
    #id = "";

    /**
     * Begin with nobody.
     *
     * `graph` returns the shown graph, `today` the wall's time; `onChoose` is called
     * with a person, `onWay` with the ids on a way that was found.
     *
     * @param {{
     *     graph: () => WallGraph,
     *     today: () => number,
     *     onChoose: (person: Person) => void,
     *     onWay: (ids: string[]) => void,
     * }} page
     */
    constructor({ graph, today, onChoose, onWay }) {
        this.graph = graph;
        this.today = today;
        this.onChoose = onChoose;
        this.onWay = onWay;
        this.finder = new Finder(byId("way"), byId("way-results"), {
            graph,
            onChoose: (person) => this.#showWay(person),
        });
        setInterval(() => tellTheTime(byId("person-met"), today()), 5000);
    }

    /**
     * Show a person of the graph.
     *
     * @param {string} id
     */
    show(id) {
        this.#id = id;
        byId("way").value = "";
        byId("way-found").replaceChildren();
        this.refresh();
    }

    /** Show the person as they are now; false if they left the wall. */
    refresh() {
        const graph = this.graph();
        const person = graph.people.get(this.#id);
        if (!person) {
            return false;
        }
        byId("person-title").textContent = person.name;
        byId("person-face").replaceWith(
            Object.assign(faceOf(person), { id: "person-face" }),
        );
        byId("person-about").textContent = about(person);
        byId("person-facts").replaceChildren(...this.#facts(graph, person));
        const list = byId("person-met");
        // A list that changes under somebody's fingers cannot be used.
        if (!list.contains(document.activeElement)) {
            list.replaceChildren(...this.#met(graph, person));
        }
        return true;
    }

    /**
     * @param {WallGraph} graph
     * @param {Person} person
     */
    #facts(graph, person) {
        const ranks = leaders(graph, graph.people.size);
        const place = ranks.find((rank) => rank.person === person)?.place;
        return facts([
            ["people met", person.degree],
            ["in the ranking", place ? `${place} of ${graph.people.size}` : "none yet"],
        ]);
    }

    /**
     * @param {WallGraph} graph
     * @param {Person} person
     */
    #met(graph, person) {
        byId("person-met-title").textContent = person.degree ? "Met" : "Met nobody yet";
        return [...graph.neighbours(person.id)]
            .sort(([, one], [, other]) => other.createdAt - one.createdAt)
            .map(([id, link]) => {
                const other = graph.person(id);
                const time = timeOf(link.createdAt, this.today());
                return make("li", {}, this.#button(other, time));
            });
    }

    /**
     * @param {Person} person
     * @param {...Node} more
     */
    #button(person, ...more) {
        const choose = { type: "button", onclick: () => this.onChoose(person) };
        const name = make("span", { class: "name" }, person.name);
        return make("button", choose, faceOf(person), name, ...more);
    }

    /** @param {Person} person */
    #showWay(person) {
        const graph = this.graph();
        const way = shortestPath(graph, this.#id, person.id);
        const found = byId("way-found");
        if (way === null) {
            found.replaceChildren(make("p", {}, `No way leads to ${person.name} yet.`));
            this.onWay([]);
            return;
        }
        const steps = way.map((id) => make("li", {}, this.#button(graph.person(id))));
        const length = count(way.length - 1, "step", "steps");
        found.replaceChildren(
            make("p", {}, `${length} to ${person.name}`),
            make("ol", { class: "steps" }, ...steps),
        );
        this.onWay(way);
    }
}

/**
 * Return figures as the rows of a list of facts.
 *
 * @param {[label: string, value: string | number][]} rows
 */
export function facts(rows) {
    return rows.map(([label, value]) =>
        make("div", {}, make("dt", {}, label), make("dd", {}, String(value))),
    );
}
