// What is made of new connections: pictures, sentences and celebrations.

import { milestoneSaid, Stage } from "./panels/stage.js";
import { Milestones } from "./state/milestones.js";
import { Streaks } from "./state/streaks.js";
import { count } from "./state/words.js";

/** @import { Scene } from "./drawing/scene.js" */
/** @import { Feed } from "./panels/feed.js" */
/** @import { Ticker } from "./panels/ticker.js" */

// Of more at once, only the last ones are shown one by one.
const MOST_WELCOMED = 12;

/** Tells everybody concerned of new connections. */
export class Announcer {
    #streaks = new Streaks();
    #milestones = new Milestones();
    #stage = new Stage();

    /**
     * Begin with the parts of the page that show them.
     *
     * @param {{ scene: Scene, ticker: Ticker, feed: Feed }} parts
     */
    constructor({ scene, ticker, feed }) {
        this.scene = scene;
        this.ticker = ticker;
        this.feed = feed;
    }

    /**
     * Take a whole graph as known.
     *
     * @param {WallGraph} graph
     */
    startFrom(graph) {
        this.#streaks = new Streaks();
        this.#milestones.startAt(totalsOf(graph));
        this.#stage.clear();
        this.ticker.show(graph);
    }

    /**
     * Tell of connections that were just added to a graph.
     *
     * @param {WallGraph} graph
     * @param {Connection[]} connections
     * @param {{ isLate?: boolean }} [circumstances]
     */
    tell(graph, connections, { isLate = false } = {}) {
        const welcomed = connections.slice(-MOST_WELCOMED);
        for (const connection of connections) {
            const runners = this.#streaks.note({
                from: connection.from.id,
                to: connection.to.id,
                createdAt: connection.createdAt,
            });
            this.ticker.add(connection);
            if (!isLate) {
                this.#welcome(graph, connection, runners);
            }
        }
        for (const connection of welcomed) {
            this.scene.welcome(connection);
        }
        if (isLate && connections.length) {
            this.feed.say(
                `${count(connections.length, "connection", "connections")} while away.`,
            );
        }
        for (const milestone of this.#milestones.pass(totalsOf(graph))) {
            this.#stage.milestone(milestone);
            this.feed.say(`${milestoneSaid(milestone)}.`);
        }
    }

    /**
     * Celebrate completed quests of people who are in a graph.
     *
     * @param {WallGraph} graph
     * @param {Completion[]} completions
     */
    celebrate(graph, completions) {
        for (const { id, words } of completions) {
            const person = graph.people.get(id);
            if (person) {
                this.#stage.completed(person, words);
                this.feed.say(`${person.name || person.id}: ${words}.`);
            }
        }
    }

    /**
     * @param {WallGraph} graph
     * @param {Connection} connection
     * @param {string[]} runners
     */
    #welcome(graph, connection, runners) {
        this.#stage.spotlight(connection);
        this.feed.connection(connection);
        for (const id of runners) {
            this.#stage.toast(graph.person(id));
        }
    }
}

/**
 * Return how many people and connections a graph holds.
 *
 * @param {WallGraph} graph
 * @returns {Totals}
 */
export function totalsOf(graph) {
    return { people: graph.people.size, connections: graph.links.size };
}
