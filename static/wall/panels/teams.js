// The teams of the event with the most points.

import { count } from "../state/words.js";
import { byId, make } from "./elements.js";

/**
 * Show the best teams, or nothing where there are none.
 *
 * @param {TeamsTable | undefined} table
 */
export function showTeams(table) {
    const { teams, more } = table ?? { teams: [], more: 0 };
    byId("teams").hidden = teams.length === 0;
    byId("best-teams").replaceChildren(
        ...teams.map(({ name, points }) => {
            const place = 1 + teams.findIndex((team) => team.points === points);
            return make(
                "li",
                {},
                make("span", { class: "place" }, String(place)),
                make("span", { class: "name" }, name),
                make("b", {}, points.toLocaleString("en-CA")),
            );
        }),
    );
    byId("more-teams").hidden = more === 0;
    byId("more-teams").textContent = `and ${count(more, "more team", "more teams")}`;
}
