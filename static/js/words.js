// What scripts say, in the language of the page. The words of another language are there before any module runs
// (templates/base.html); without them it is English.

const words = window.django;

export const gettext = (text) => words?.gettext?.(text) ?? text;
export const ngettext = (one, many, count) => words?.ngettext?.(one, many, count) ?? (count === 1 ? one : many);

// The values in the places of their names: %(name)s.
export const interpolate = (text, values) => text.replaceAll(/%\((\w+)\)s/g, (_, name) => values[name]);
