// Settings of html-validate. Each rule of its recommended set that is off says why.

export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // HTML asks for neither case.
    "doctype-style": "off",
    // The search has no button: results come as one types, and Enter leads to the first.
    "wcag/h32": "off",
    // The length of a title is the author's affair.
    "long-title": "off",
    // Files of the site's own host need no check of their integrity; those of others do.
    "require-sri": ["error", { target: "crossorigin" }],
  },
};
