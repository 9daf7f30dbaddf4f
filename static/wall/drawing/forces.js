// The forces that the vendored layout does not bring: gravity, elbow room, and a way to
// stir a settled layout gently.

import { LARGEST_RADIUS, radiusOf } from "./sizes.js";

const ROOM = 5;
const PUSH = 0.6;

/**
 * Pull everybody towards the middle, as an ellipse of that width over height.
 *
 * @param {number} strength
 * @param {() => number} aspect
 * @returns {Force}
 */
export function gravity(strength, aspect) {
    /** @type {Person[]} */
    let people = [];
    /** @type {Force} */
    const force = (alpha) => {
        const across = (strength * alpha) / aspect();
        const down = strength * alpha * aspect();
        for (const person of people) {
            person.vx -= person.x * across;
            person.vy -= person.y * down;
        }
    };
    force.initialize = (all) => {
        people = all;
    };
    return force;
}

/**
 * Keep people from covering each other.
 *
 * @returns {Force}
 */
export function elbowRoom() {
    const size = 2 * (LARGEST_RADIUS + ROOM);
    /** @type {Person[]} */
    let people = [];
    /** @type {Force} */
    const force = () => {
        /** @type {Map<number, Person[]>} */
        const cells = new Map();
        for (const person of people) {
            const column = Math.floor(person.x / size);
            const row = Math.floor(person.y / size);
            pushAway(person, cells, column, row);
            const cell = cells.get(column * 65_536 + row);
            if (cell) {
                cell.push(person);
            } else {
                cells.set(column * 65_536 + row, [person]);
            }
        }
    };
    force.initialize = (all) => {
        people = all;
    };
    return force;
}

/**
 * @param {Person} person
 * @param {Map<number, Person[]>} cells
 * @param {number} column
 * @param {number} row
 */
function pushAway(person, cells, column, row) {
    for (let x = column - 1; x <= column + 1; x += 1) {
        for (let y = row - 1; y <= row + 1; y += 1) {
            for (const other of cells.get(x * 65_536 + y) ?? []) {
                part(person, other);
            }
        }
    }
}

/**
 * @param {Person} one
 * @param {Person} other
 */
function part(one, other) {
    const wanted = radiusOf(one) + radiusOf(other) + ROOM;
    const across = one.x - other.x;
    const down = one.y - other.y;
    const squared = across * across + down * down;
    if (squared >= wanted * wanted || squared === 0) {
        return;
    }
    const apart = Math.sqrt(squared);
    const push = ((wanted - apart) / apart) * PUSH * 0.5;
    one.vx += across * push;
    one.vy += down * push;
    other.vx -= across * push;
    other.vy -= down * push;
}

/**
 * Let a force act with a share of its strength.
 *
 * The layout starts anew at full strength whenever somebody joins, which would shake a
 * hall's whole picture at every tap.
 *
 * @template {Force} F
 * @param {F} force
 * @param {() => number} share
 */
export function tempered(force, share) {
    const gentle = (/** @type {number} */ alpha) => force(alpha * share());
    return Object.assign(gentle, force);
}
