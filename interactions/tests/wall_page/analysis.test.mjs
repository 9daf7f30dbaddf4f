import assert from "node:assert/strict";
import { test } from "node:test";

import {
    activity,
    figures,
    groups,
    leaders,
    shortestPath,
} from "../../../static/wall/state/analysis.js";
import { WallGraph } from "../../../static/wall/state/graph.js";
import { find } from "../../../static/wall/state/search.js";
import { amira, ben, chloe, dana, eli, met, NOON, snapshotOf } from "./cast.mjs";

const frank = { ...eli, id: "frank", name: "Frank Ode" };

function evening() {
    const graph = new WallGraph();
    graph.add(met(amira, ben, 0));
    graph.add(met(ben, chloe, 1));
    graph.add(met(chloe, amira, 2));
    graph.add(met(chloe, dana, 3));
    graph.add(met(eli, frank, 4));
    return graph;
}

test("groups are the connected people, the largest first", () => {
    assert.deepEqual(groups(evening()), [
        ["amira", "ben", "chloe", "dana"],
        ["eli", "frank"],
    ]);
});

test("shortest path takes the fewest steps", () => {
    const graph = evening();

    assert.deepEqual(shortestPath(graph, "amira", "dana"), ["amira", "chloe", "dana"]);
    assert.deepEqual(shortestPath(graph, "dana", "dana"), ["dana"]);
    assert.equal(shortestPath(graph, "amira", "eli"), null);
    assert.equal(shortestPath(graph, "nobody", "amira"), null);
    assert.equal(shortestPath(graph, "nobody", "nobody"), null);
});

test("leaders are those who met the most, with medals for three", () => {
    const ranks = leaders(evening(), 4).map(({ person, place, medal }) => [
        person.id,
        person.degree,
        place,
        medal,
    ]);

    assert.deepEqual(ranks, [
        ["chloe", 3, 1, "gold"],
        ["ben", 2, 2, "silver"],
        ["amira", 2, 3, "bronze"],
        ["dana", 1, 4, null],
    ]);
});

test("leaders leave out who met nobody", () => {
    const graph = new WallGraph();
    graph.replaceWith({ ...snapshotOf([]), nodes: [amira] });

    assert.deepEqual(leaders(graph, 3), []);
});

test("figures say what the wall amounts to", () => {
    const graph = evening();
    graph.replaceWith({
        ...snapshotOf([met(amira, ben, 0), met(ben, chloe, 1)]),
        nodes: [amira, ben, chloe, dana],
    });

    const { activity: _, ...rest } = figures(graph, NOON);

    assert.deepEqual(rest, {
        people: 4,
        connections: 2,
        density: 2 / 6,
        averageDegree: 1,
        isolated: 1,
        groups: 2,
        largestGroup: 3,
    });
});

test("figures of an empty wall are zero", () => {
    const { density, averageDegree, largestGroup } = figures(new WallGraph(), NOON);

    assert.deepEqual([density, averageDegree, largestGroup], [0, 0, 0]);
});

test("activity counts the last ten minutes in half minutes", () => {
    const graph = new WallGraph();
    graph.add(met(amira, ben, -11 * 60_000));
    graph.add(met(amira, chloe, -10 * 60_000 + 1));
    graph.add(met(amira, dana, -29_999));
    // A server whose clock is a little ahead.
    graph.add(met(amira, eli, 500));

    const counts = activity(graph, NOON);

    assert.equal(counts.length, 20);
    assert.deepEqual([counts[0], counts[18], counts[19]], [1, 0, 2]);
});

test("search finds names and ids, beginnings of words first", () => {
    const graph = evening();

    const ids = (text) => find(graph, text).map(({ id }) => id);

    assert.deepEqual(ids("ben"), ["ben", "eli"]);
    assert.deepEqual(ids("CHLOE"), ["chloe"]);
    assert.deepEqual(ids("fra"), ["frank"]);
    assert.deepEqual(ids("  "), []);
    assert.deepEqual(ids("nobody"), []);
});

test("search shows twelve at most", () => {
    const graph = new WallGraph();
    for (let number = 0; number < 30; number += 1) {
        graph.add(met(amira, { ...ben, id: `ben${number}` }, number));
    }

    assert.equal(find(graph, "ben").length, 12);
});
