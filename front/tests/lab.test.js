import assert from "node:assert/strict";
import { test } from "node:test";
import { pageOf } from "../src/lab/pages.js";
import { wayUp } from "../src/lab/sight.js";
import { queue, REWRITE_TRIES, takeTurns } from "../src/lab/turns.js";

/**
 * @import { Context } from "../src/jupyterlab.js"
 */

test("a queue runs one after the other", async () => {
  /** @type {string[]} */
  const ran = [];
  const inTurn = queue();
  const slow = inTurn(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ran.push("first");
  });
  await inTurn(async () => ran.push("second"));
  await slow;
  assert.deepEqual(ran, ["first", "second"]);
});

test("a failure is told to who asked, and holds nobody up", async () => {
  const inTurn = queue();
  const failing = inTurn(async () => {
    throw new Error("no room");
  });
  await assert.rejects(failing, /no room/);
  assert.equal(await inTurn(async () => "next"), "next");
});

/** Returns a connection to a kernel, which says nothing. */
function sessionContext() {
  const signal = { connect: () => true };
  return {
    statusChanged: signal,
    kernelChanged: signal,
    session: null,
    ready: Promise.resolve(),
    startKernel: async () => false,
  };
}

/**
 * Returns a document that counts its saves and its readings, and whether it differs on disk.
 *
 * @param {Partial<Context>} [rest]
 */
function page(rest = {}) {
  const counts = { saves: 0, readings: 0, waits: 0, differs: false };
  /** @type {Context} */
  const context = {
    path: "03-tag.ipynb",
    isDisposed: false,
    contentsModel: null,
    ready: Promise.resolve(),
    model: { dirty: false, cells: [], toJSON: () => ({ cells: [] }) },
    sessionContext: sessionContext(),
    async save() {
      counts.saves += 1;
    },
    async revert() {
      counts.readings += 1;
      counts.differs = false;
    },
    ...rest,
  };
  const wait = async () => {
    counts.waits += 1;
  };
  takeTurns(context, async () => counts.differs, wait);
  return { context, counts, wait };
}

test("a page is saved at once where it is on disk as it was read", async () => {
  const { context, counts } = page();
  await context.save();
  assert.deepEqual([counts.saves, counts.waits], [1, 0]);
});

test("a save that begins during another one waits for it", async () => {
  let running = 0;
  let most = 0;
  const { context } = page({
    async save() {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    },
  });
  await Promise.all([context.save(), context.save(), context.save()]);
  assert.equal(most, 1);
});

test("a page that was written anew is read before it is saved", async () => {
  const { context, counts } = page();
  counts.differs = true;
  const saved = context.save();
  await context.dlShowAnew?.();
  await saved;
  assert.deepEqual([counts.readings, counts.saves], [1, 1]);
});

test("a page that stays another one on disk is left to JupyterLab's question", async () => {
  const { context, counts } = page();
  counts.differs = true;
  await context.save();
  assert.deepEqual([counts.waits, counts.saves], [REWRITE_TRIES, 1]);
});

test("a page that is closed meanwhile is not saved", async () => {
  const { context, counts } = page({ isDisposed: true });
  await context.save();
  await context.dlShowAnew?.();
  assert.deepEqual([counts.saves, counts.readings], [0, 0]);
});

test("a save that fails is told to who saves, and the next one goes through", async () => {
  let isFull = true;
  const { context } = page({
    async save() {
      if (isFull) throw new Error("no room");
    },
  });
  await assert.rejects(context.save(), /no room/);
  isFull = false;
  await context.save();
});

test("a page that cannot be read anew stays as it is", async () => {
  const { context, counts } = page({
    async revert() {
      throw new Error("gone");
    },
  });
  counts.differs = true;
  await context.dlShowAnew?.();
  assert.equal(counts.saves, 0);
});

test("a page takes turns once, however often it is asked to", async () => {
  const { context, counts, wait } = page();
  const { save } = context;
  takeTurns(context, async () => counts.differs, wait);
  assert.equal(context.save, save);
});

test("a link leads to a page of the course by its name", () => {
  assert.equal(pageOf("http://localhost:8888/lab/tree/04-push.ipynb?a=1"), "04-push.ipynb");
  assert.equal(pageOf("http://localhost:8888/lab/tree/notes.ipynb"), null);
  assert.equal(pageOf("https://docs.docker.com/"), null);
});

const VIEW = { top: 100, bottom: 600 };

test("a cell in sight is not scrolled", () => {
  assert.equal(wayUp({ top: 120, bottom: 400 }, VIEW), 0);
});

test("a cell above the view comes into sight whole, with what stands above it", () => {
  assert.equal(wayUp({ top: -200, bottom: 100 }, VIEW), 460);
});

test("a cell taller than the view comes into sight from its top", () => {
  assert.equal(wayUp({ top: -900, bottom: 300 }, VIEW), 1008);
});
