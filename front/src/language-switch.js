/* The buttons on the first page that choose the language of the course. */
import { h, show } from "./dom.js";
import { openInLanguage } from "./lab/pages.js";
import { gettext, language } from "./language.js";

/**
 * @import { Model, OpeningTraits } from "./traits.js"
 */

/**
 * Makes the buttons; `update(isOffered)` shows them where there is a choice.
 *
 * @param {Model<OpeningTraits>} model
 */
export function languageSwitch(model) {
  const known = model.get("languages") ?? [];
  const buttons = known.map(({ tag, name }) => {
    const choose = () => {
      if (tag === language().tag) return;
      model.send({ do: "speak", language: tag });
      if (!model.get("way_in")) openInLanguage(tag); // a Jupyter of the course's own renders its pages
    };
    const props = { type: "button", class: "dl-small", lang: tag, onclick: choose };
    return h("button", { ...props, "aria-pressed": String(tag === language().tag) }, name);
  });
  const element = h(
    "div",
    { class: "dl-languages", role: "group", "aria-label": gettext("Language"), translate: "no" },
    ...buttons,
  );
  return {
    element,
    /** @param {boolean} isOffered */
    update(isOffered) {
      show(element, isOffered && buttons.length > 1);
    },
  };
}
