// Settings of stylelint. Each rule of its standard set that is off or changed says why.

export default {
  extends: ["stylelint-config-standard"],
  rules: {
    // Rules are in the order of the parts of a page. It finds pairs that no element can match both.
    "no-descending-specificity": null,
    // Names of fonts are written as their makers do.
    "value-keyword-case": ["lower", { ignoreProperties: ["/^--/"] }],
    // Lightness is computed with, from other colours, and there it is a number.
    "lightness-notation": null,
    // What older browsers understand too.
    "media-feature-range-notation": "prefix",
    // How the text is laid out is no fault.
    "at-rule-empty-line-before": null,
    "custom-property-empty-line-before": null,
    "declaration-block-single-line-max-declarations": null,
    "declaration-empty-line-before": null,
    "rule-empty-line-before": null,
  },
  overrides: [
    {
      // Dateline makes this one of a table of colours.
      files: ["**/highlight.*.css"],
      rules: { "no-duplicate-selectors": null },
    },
  ],
};
