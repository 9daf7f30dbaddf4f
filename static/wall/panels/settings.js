// What people choose for their screen: kept in the browser, outdone by the address.

import { byId } from "./elements.js";

const KEPT_AS = "wall-settings";
const DEFAULTS = {
    leaderboard: true,
    ticker: true,
    heat: true,
    autopan: false,
    clusters: true,
    join: true,
    shortcuts: true,
    simulation: false,
    theme: "",
};
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const CONTRAST = matchMedia("(prefers-contrast: more)");
const LIGHT = matchMedia("(prefers-color-scheme: light)");

/** Holds the settings and their form; `onChange` is called with a name and a value. */
export class Settings {
    /**
     * `fromAddress` are the switches that the page's address sets.
     *
     * @param {{
     *     fromAddress: object,
     *     onChange: (name: string, value: any) => void,
     * }} page
     */
    constructor({ fromAddress, onChange }) {
        this.onChange = onChange;
        this.chosen = kept();
        const given = Object.entries(fromAddress).filter(
            ([, value]) => value !== undefined,
        );
        /** @type {Record<string, any>} */
        this.values = { ...DEFAULTS, ...this.chosen, ...Object.fromEntries(given) };
        this.values.motion ??= !CALM.matches;
        this.#wire();
        this.apply();
    }

    /** Tell of every setting. */
    apply() {
        for (const name of [...Object.keys(DEFAULTS), "motion"]) {
            this.#tell(name);
        }
    }

    /**
     * Change a setting and remember it.
     *
     * @param {string} name
     * @param {boolean | string} value
     */
    choose(name, value) {
        this.values[name] = value;
        // Made-up people of a rehearsal are not wanted back on the next visit.
        if (name !== "simulation") {
            this.chosen[name] = value;
            keep(this.chosen);
        }
        this.#tell(name);
    }

    /**
     * Turn a switch over.
     *
     * @param {string} name
     */
    toggle(name) {
        this.choose(name, !this.values[name]);
    }

    /** @param {string} name */
    #tell(name) {
        const value = this.values[name];
        /** @type {HTMLInputElement | null} */
        const box = document.querySelector(`[data-setting="${name}"]`);
        if (box) {
            box.checked = value;
        }
        if (name === "theme") {
            byId("theme-choice").value = value;
            this.onChange("theme", value || themeOfDevice());
        } else {
            this.onChange(name, value);
        }
    }

    #wire() {
        /** @type {NodeListOf<HTMLInputElement>} */
        const boxes = document.querySelectorAll("[data-setting]");
        for (const box of boxes) {
            box.addEventListener("change", () => {
                this.choose(box.dataset.setting ?? "", box.checked);
            });
        }
        const theme = byId("theme-choice");
        theme.addEventListener("change", () => this.choose("theme", theme.value));
        for (const query of [CONTRAST, LIGHT]) {
            query.addEventListener("change", () => this.#tell("theme"));
        }
        CALM.addEventListener("change", () => {
            if (!("motion" in this.chosen)) {
                this.values.motion = !CALM.matches;
                this.#tell("motion");
            }
        });
    }
}

function themeOfDevice() {
    if (CONTRAST.matches) {
        return "contrast";
    }
    return LIGHT.matches ? "light" : "dark";
}

/** @returns {Record<string, boolean | string>} */
function kept() {
    try {
        return JSON.parse(localStorage.getItem(KEPT_AS) ?? "null") ?? {};
    } catch {
        // Storage may be forbidden, or hold something else.
        return {};
    }
}

/** @param {object} chosen */
function keep(chosen) {
    try {
        localStorage.setItem(KEPT_AS, JSON.stringify(chosen));
    } catch {
        // Storage may be forbidden; the choice then lasts as long as the page.
    }
}
