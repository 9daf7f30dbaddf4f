// The latest connections along the lower edge.

import { byId, make, tellTheTime, timeOf } from "./elements.js";

const MOST = 24;

/** Shows the latest connections, the newest first. */
export class Ticker {
    /**
     * `today` tells the wall's time.
     *
     * @param {() => number} today
     */
    constructor(today) {
        this.today = today;
        this.list = byId("latest");
        setInterval(() => tellTheTime(this.list, today()), 5000);
    }

    /**
     * Show the latest of a graph instead of what was shown.
     *
     * @param {WallGraph} graph
     */
    show(graph) {
        const latest = [...graph.entries.values()]
            .sort((one, other) => one.createdAt - other.createdAt)
            .slice(-MOST);
        this.list.replaceChildren();
        for (const { from, to, createdAt } of latest) {
            const [one, other] = [from, to].map((id) => graph.person(id));
            this.#put({ from: one, to: other, createdAt });
        }
    }

    /**
     * Add a connection that just happened.
     *
     * @param {Connection} connection
     */
    add(connection) {
        const item = this.#put(connection);
        item.classList.add("new");
    }

    /** @param {Pick<Connection, "from" | "to" | "createdAt">} connection */
    #put({ from, to, createdAt }) {
        const item = make(
            "li",
            {},
            from.name || from.id,
            make("span", { class: "verb" }, "met"),
            to.name || to.id,
            timeOf(createdAt, this.today()),
        );
        this.list.prepend(item);
        while (this.list.children.length > MOST) {
            this.list.lastElementChild?.remove();
        }
        return item;
    }
}
