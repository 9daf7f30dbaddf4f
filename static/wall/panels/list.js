// Everybody and whom they met, in words: the picture for who does not see it.

import { count } from "../state/words.js";
import { byId, make } from "./elements.js";

const MOST_NAMED = 12;

/**
 * Show everybody of a graph; `onChoose` is called with a person.
 *
 * @param {WallGraph} graph
 * @param {(person: Person) => void} onChoose
 */
export function showEveryone(graph, onChoose) {
    const list = byId("everyone");
    // A list that changes under somebody's fingers cannot be used.
    if (list.contains(document.activeElement)) {
        return;
    }
    const people = graph
        .everyone()
        .sort((one, other) => one.name.localeCompare(other.name))
        .map((person) => row(graph, person, onChoose));
    list.replaceChildren(...people);
}

/**
 * @param {WallGraph} graph
 * @param {Person} person
 * @param {(person: Person) => void} onChoose
 */
function row(graph, person, onChoose) {
    const choose = { type: "button", onclick: () => onChoose(person) };
    return make(
        "li",
        {},
        make("button", choose, person.name),
        make("p", {}, sentence(graph, person)),
    );
}

/**
 * @param {WallGraph} graph
 * @param {Person} person
 */
function sentence(graph, person) {
    const names = [...person.met.keys()].map((id) => graph.person(id).name);
    if (!names.length) {
        return "Met nobody yet";
    }
    const named = names.slice(0, MOST_NAMED).join(", ");
    const rest = names.length - MOST_NAMED;
    const more = rest > 0 ? ` and ${count(rest, "other", "others")}` : "";
    return `Met ${named}${more}`;
}
