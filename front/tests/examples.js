/* Small examples of what the kernel keeps and the world says. */

/**
 * @import { Picture, Step, Verdict } from "../src/documents.js"
 * @import { State } from "../src/state.js"
 * @import { Model, OpeningTraits, PanelTraits } from "../src/traits.js"
 * @import { View } from "../src/view.js"
 */

export const IMAGE_ID = "sha256:352bb960af644807f0cf50082fc5c6b184a766a7390deb2567fb5ac3bebed6c6";
export const DIGEST = "sha256:4bcff63911fc02a4d6a1f8c7b7bb3a5a0a0e6ffb7d6e8f90123456789abcdef0";

/** @type {Step} */
export const STEP = {
  step: "tag",
  number: 4,
  page: "03-tag",
  title: "Tag the image for the Hub",
  goal: "The image has a second name.",
  hands: "blank",
  hints: ["Two names belong behind the word.", "docker tag myimage:0.1 demousr/demorep:1.0"],
};

/** @type {Verdict} */
export const VERDICT = {
  step: "tag",
  verdict: "not yet",
  cause: "tag-latest",
  seen: "demousr/demorep:latest",
  wanted: "demousr/demorep:1.0",
  repair: "docker tag myimage:0.1 demousr/demorep:1.0",
  text: "Docker wrote latest.",
  repair_shown: "behind the button",
};

export const PROGRAM = `sha256:72ed${"0".repeat(60)}`;
export const TEXT = `sha256:a1b2${"1".repeat(60)}`;
export const OTHER_TEXT = `sha256:c3d4${"2".repeat(60)}`;
const LAYERS = [PROGRAM, TEXT];

/** @type {Picture} */
export const PICTURE = {
  host: [{ id: IMAGE_ID, names: ["myimage:0.1", "demousr/demorep:1.0"], layers: LAYERS }],
  hub: [
    {
      repository: "demousr/demorep",
      visibility: "public",
      tags: [{ name: "1.0", digest: DIGEST, image: IMAGE_ID, layers: LAYERS }],
    },
  ],
  log_in: "demousr",
  others: { images: 0, containers: 0 },
};

/** @type {PanelTraits} */
const PANEL = {
  steps: [STEP],
  course: { steps: [STEP], pages: [] },
  link: "live",
  trouble: "",
  verdicts: {},
  answers: {},
  tried: {},
  busy: {},
  said: {},
  marks: {},
  line_words: {},
  revealed: [],
  picture: PICTURE,
  activities: [],
  own_docker: false,
  next_page: null,
  hub_url: "",
  proxy: "",
};

const PAGE = { page: "03-tag", title: "A name for the Hub", minutes: 15, steps: ["tag"] };
export const FIRST_PAGE = { page: "00-start", title: "Start", minutes: 8, steps: [] };

/** @type {OpeningTraits} */
export const OPENING = {
  page: PAGE,
  course: { steps: [STEP], pages: [FIRST_PAGE, PAGE] },
  link: "live",
  trouble: "",
  marks: {},
  missing: [],
  account: "demousr",
  hub_url: "",
  proxy: "",
  next_page: { href: "04-push.ipynb", title: "Push" },
  busy: false,
};

/**
 * Returns a model that holds these traits and never changes.
 *
 * @template Traits
 * @param {Traits} traits
 * @returns {Model<Traits>}
 */
export const modelOf = (traits) => ({
  get: (name) => traits[name],
  on() {},
  off() {},
  send() {},
});

/**
 * Returns the view of a step in this state, whose verdict differs from `VERDICT` as said.
 *
 * @param {State} state
 * @param {Partial<Verdict>} [verdict]
 * @param {Partial<View>} [rest]
 * @returns {View}
 */
export const viewIn = (state, verdict = {}, rest = {}) => ({
  link: "live",
  verdict: { ...VERDICT, ...verdict },
  state,
  revealed: true,
  canShow: true,
  repairShown: "behind the button",
  trouble: "",
  answer: null,
  tried: null,
  busy: null,
  said: null,
  mark: null,
  ...rest,
});

/**
 * Returns the model of a panel whose traits differ from `PANEL` as said.
 *
 * @param {Partial<PanelTraits>} [traits]
 */
export const panelModel = (traits = {}) => modelOf({ ...PANEL, ...traits });
