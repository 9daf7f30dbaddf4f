import assert from "node:assert/strict";
import { test } from "node:test";

import { WallGraph } from "../../../static/wall/state/graph.js";
import { amira, ben, chloe, dana, met, sequence, snapshotOf } from "./cast.mjs";

const pairs = (graph) => [...graph.links.keys()].sort();

test("connection adds both people and their link", () => {
    const graph = new WallGraph();

    const link = graph.add(met(amira, ben, 5));

    assert.equal(link.pair, "amira|ben");
    assert.deepEqual(pairs(graph), ["amira|ben"]);
    assert.equal(graph.people.get("amira").degree, 1);
    assert.equal(graph.newest, sequence(5));
});

test("connection heard twice counts once", () => {
    const graph = new WallGraph();
    graph.add(met(amira, ben));

    const again = graph.add({ ...met(amira, ben), type: "edge" });

    assert.equal(again, null);
    assert.equal(graph.entries.size, 1);
});

test("pair that meets again has one link with the later moment", () => {
    const graph = new WallGraph();
    graph.add(met(amira, ben, 0));

    const link = graph.add(met(ben, amira, 900));

    assert.deepEqual(pairs(graph), ["amira|ben"]);
    assert.equal(link.createdAt, met(ben, amira, 900).createdAt);
    assert.equal(graph.people.get("ben").degree, 1);
    assert.equal(graph.entries.size, 2);
});

test("entry that arrives late leaves the newest one as it was", () => {
    const graph = new WallGraph();
    graph.add(met(amira, ben, 100));

    graph.add(met(amira, chloe, 40));

    assert.equal(graph.newest, sequence(100));
    assert.equal(graph.entries.size, 2);
});

test("snapshot replaces everything and keeps the places of who stays", () => {
    const graph = new WallGraph();
    graph.add(met(amira, ben, 0));
    graph.add(met(amira, chloe, 1));
    graph.people.get("amira").x = 42;

    graph.replaceWith(snapshotOf([met(amira, dana, 2)]));

    assert.deepEqual(pairs(graph), ["amira|dana"]);
    assert.deepEqual([...graph.people.keys()], ["amira", "dana"]);
    assert.equal(graph.people.get("amira").x, 42);
    assert.equal(graph.people.get("amira").degree, 1);
    assert.equal(graph.newest, sequence(2));
});

test("snapshot shows a person without connections", () => {
    const graph = new WallGraph();

    graph.replaceWith({ ...snapshotOf([]), nodes: [amira] });

    assert.equal(graph.people.get("amira").degree, 0);
});

test("face that changed is shown as it is now", () => {
    const graph = new WallGraph();
    graph.add(met(amira, ben, 0));

    graph.add(met({ ...amira, name: "Amira Kay-Roy" }, chloe, 1));

    assert.equal(graph.people.get("amira").name, "Amira Kay-Roy");
});

test("person without a name is called by the id", () => {
    const graph = new WallGraph();

    graph.add(met({ ...amira, name: "" }, ben));

    assert.equal(graph.people.get("amira").name, "amira");
});

test("made-up connection never becomes the newest entry", () => {
    const graph = new WallGraph();
    graph.add(met(amira, ben, 0));

    graph.add({ ...met(amira, dana, 9, "zzz#1"), simulated: true });

    assert.equal(graph.newest, sequence(0));
});
