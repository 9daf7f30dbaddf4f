// Links: calm lines, warm recent ones, trails behind new ones, and the chosen.

import { easeOut, HEAT_MS, REVEAL_MS, shareOf, TRAIL_MS } from "./timing.js";

// One path of thousands of crossing lines is slower to fill than several short ones.
const LINES_A_PATH = 64;
const SHADES = 4;
const MOST_TRAILS = 60;
const MOST_LIGHTS = 24;
const LIGHT_EVERY_MS = 2400;
const DIMMED = 0.12;

/**
 * Paint all links; `now` is the screen's clock, `today` the wall's.
 *
 * @param {Context} context
 * @param {Link[]} links
 * @param {Painting} painting
 */
export function paintLinks(context, links, { look, scale, now, today }) {
    const layers = sorted(links, { look, now, today });
    const { palette } = look;
    // Lines of one pixel are by far the fastest to paint.
    const thin = 1 / scale;
    const strength = look.isFocused ? DIMMED : 1;
    context.save();
    context.globalAlpha = strength;
    stroke(context, layers.calm, palette.link, thin);
    layers.warm.forEach((shade, index) => {
        context.globalAlpha = strength * ((index + 1) / SHADES);
        stroke(context, shade, palette.heat, thin);
    });
    layers.trails.forEach((shade, index) => {
        const fresh = (index + 1) / SHADES;
        context.globalAlpha = 0.4 + 0.6 * fresh;
        stroke(context, shade, palette.trail, (1.2 + 1.3 * fresh) * thin);
    });
    context.globalAlpha = 1;
    stroke(context, layers.chosen, palette.way, 2.6 * thin);
    paintNew(context, layers.new, { look, thin, now });
    if (look.moves) {
        paintLights(context, layers.trails.flat().slice(-MOST_LIGHTS), {
            look,
            thin,
            now,
        });
    }
    context.restore();
}

/**
 * @param {Link[]} links
 * @param {Pick<Painting, "look" | "now" | "today">} painting
 */
function sorted(links, { look, now, today }) {
    const none = () => /** @type {Link[]} */ ([]);
    const shades = () => Array.from({ length: SHADES }, none);
    const layers = { calm: none(), chosen: none(), new: none() };
    const found = { ...layers, warm: shades(), trails: shades() };
    const oldest = oldestTrail(links, today);
    for (const link of links) {
        const age = Math.max(0, today - link.createdAt);
        if (look.isFocused && look.isChosen(link)) {
            found.chosen.push(link);
        } else if (look.moves && now - (look.born.get(link) ?? -Infinity) < REVEAL_MS) {
            found.new.push(link);
        } else if (!look.isFocused && age < TRAIL_MS && link.createdAt >= oldest) {
            found.trails[shadeOf(age, TRAIL_MS)].push(link);
        } else if (look.heat && age < HEAT_MS) {
            found.warm[shadeOf(age, HEAT_MS)].push(link);
        } else {
            found.calm.push(link);
        }
    }
    return found;
}

/**
 * @param {number} age
 * @param {number} span
 */
function shadeOf(age, span) {
    return Math.floor((1 - shareOf(span, 0, age)) * (SHADES - 0.01));
}

// In a rush, a trail behind everybody would be a trail behind nobody.
/**
 * @param {Link[]} links
 * @param {number} today
 */
function oldestTrail(links, today) {
    const recent = [];
    for (const { createdAt } of links) {
        if (today - createdAt < TRAIL_MS) {
            recent.push(createdAt);
        }
    }
    return recent.sort((one, other) => other - one)[MOST_TRAILS - 1] ?? 0;
}

/**
 * @param {Context} context
 * @param {Link[]} links
 * @param {string} colour
 * @param {number} width
 */
function stroke(context, links, colour, width) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    for (let start = 0; start < links.length; start += LINES_A_PATH) {
        const end = Math.min(start + LINES_A_PATH, links.length);
        context.beginPath();
        for (let index = start; index < end; index += 1) {
            const { source, target } = links[index];
            context.moveTo(source.x, source.y);
            context.lineTo(target.x, target.y);
        }
        context.stroke();
    }
}

/**
 * @param {Link} link
 * @param {number} share
 * @returns {[number, number]}
 */
function along({ source, target }, share) {
    return [
        source.x + (target.x - source.x) * share,
        source.y + (target.y - source.y) * share,
    ];
}

/**
 * @param {Context} context
 * @param {Link[]} links
 * @param {{ look: Look, thin: number, now: number }} how
 */
function paintNew(context, links, { look, thin, now }) {
    context.strokeStyle = look.palette.trail;
    context.lineWidth = 2.5 * thin;
    for (const link of links) {
        const drawn = easeOut(shareOf(REVEAL_MS, look.born.get(link) ?? now, now));
        context.beginPath();
        context.moveTo(link.source.x, link.source.y);
        context.lineTo(...along(link, drawn));
        context.stroke();
    }
}

/**
 * @param {Context} context
 * @param {Link[]} links
 * @param {{ look: Look, thin: number, now: number }} how
 */
function paintLights(context, links, { look, thin, now }) {
    const side = 6 * thin;
    context.fillStyle = look.palette.trail;
    for (const link of links) {
        const begun = look.born.get(link);
        if (begun !== undefined) {
            const share = ((now - begun) % LIGHT_EVERY_MS) / LIGHT_EVERY_MS;
            context.beginPath();
            context.arc(...along(link, share), side / 2, 0, 2 * Math.PI);
            context.fill();
        }
    }
}
