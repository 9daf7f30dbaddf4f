// What the evening amounts to.

import { BUCKET_MS, BUCKETS, figures } from "../state/analysis.js";
import { byId, make } from "./elements.js";
import { facts } from "./person.js";

/**
 * Show the figures of a graph at a moment.
 *
 * @param {WallGraph} graph
 * @param {number} today
 */
export function showFigures(graph, today) {
    const found = figures(graph, today);
    byId("figures-facts").replaceChildren(
        ...facts([
            ["people", found.people],
            ["connections", found.connections],
            ["average per person", found.averageDegree.toFixed(1)],
            ["density", `${(100 * found.density).toFixed(1)} %`],
            ["groups", found.groups],
            ["in the largest group", found.largestGroup],
            ["without a connection", found.isolated],
            ["per minute, lately", perMinute(found.activity)],
        ]),
    );
    showActivity(found.activity);
}

// Of the last two minutes.
/** @param {number[]} activity */
function perMinute(activity) {
    const lately = activity.slice(-4);
    return (lately.reduce((sum, number) => sum + number, 0) / 2).toFixed(1);
}

/** @param {number[]} activity */
function showActivity(activity) {
    const most = Math.max(1, ...activity);
    const chart = byId("activity");
    chart.replaceChildren(
        ...activity.map((number) => {
            const bar = make("span");
            bar.style.height = `${(100 * number) / most}%`;
            return bar;
        }),
    );
    const total = activity.reduce((sum, number) => sum + number, 0);
    const minutes = (BUCKETS * BUCKET_MS) / 60_000;
    const label = `${total} in ${minutes} minutes, at most ${Math.max(...activity)} in half a minute`;
    chart.setAttribute("aria-label", label);
}
