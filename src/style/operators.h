/* Every evaluator and parser that the operator table names. Included by expr.h only. */
#ifndef KURIL_STYLE_OPERATORS_H
#define KURIL_STYLE_OPERATORS_H

#define EVALUATOR(name) bool kuril_eval_##name(const expr *e, context *c, kuril_style_value *out)
#define PARSER(name)    const expr *kuril_parse_##name(const compiler *k, const kuril_operator *op)

PARSER(literal);
PARSER(semiliteral);
PARSER(let);
PARSER(var);
PARSER(assertion);
PARSER(array);
PARSER(coercion);
PARSER(global_state);
PARSER(at);
PARSER(search);
PARSER(slice);
PARSER(length);
PARSER(case);
PARSER(match);
PARSER(coalesce);
PARSER(comparison);
PARSER(step);
PARSER(interpolate);
PARSER(format);
PARSER(image);
PARSER(number_format);
PARSER(collator);
PARSER(spatial);

EVALUATOR(typeof);
EVALUATOR(to_rgba);
EVALUATOR(rgba);
EVALUATOR(error);
EVALUATOR(get);
EVALUATOR(has);
EVALUATOR(feature_state);
EVALUATOR(properties);
EVALUATOR(geometry_type);
EVALUATOR(id);
EVALUATOR(zoom);
EVALUATOR(heatmap_density);
EVALUATOR(elevation);
EVALUATOR(line_progress);
EVALUATOR(accumulated);
EVALUATOR(all);
EVALUATOR(any);
EVALUATOR(not );
EVALUATOR(filter_equal);
EVALUATOR(filter_less);
EVALUATOR(filter_greater);
EVALUATOR(filter_less_or_equal);
EVALUATOR(filter_greater_or_equal);
EVALUATOR(filter_in);
EVALUATOR(filter_has);
EVALUATOR(pi);
EVALUATOR(e);
EVALUATOR(ln2);
EVALUATOR(add);
EVALUATOR(multiply);
EVALUATOR(min);
EVALUATOR(max);
EVALUATOR(subtract);
EVALUATOR(divide);
EVALUATOR(modulo);
EVALUATOR(power);
EVALUATOR(negate);
EVALUATOR(sqrt);
EVALUATOR(log10);
EVALUATOR(ln);
EVALUATOR(log2);
EVALUATOR(sin);
EVALUATOR(cos);
EVALUATOR(tan);
EVALUATOR(asin);
EVALUATOR(acos);
EVALUATOR(atan);
EVALUATOR(abs);
EVALUATOR(round);
EVALUATOR(floor);
EVALUATOR(ceil);
EVALUATOR(upcase);
EVALUATOR(downcase);
EVALUATOR(concat);
EVALUATOR(split);
EVALUATOR(join);
EVALUATOR(is_supported_script);
EVALUATOR(resolved_locale);

/** The kind of the feature in hand, as geometry-type gives it; NULL when there is no feature. */
const char *kuril_geometry_type(const context *c);
/** Whether a FORM_CURVE mixes its stops. */
/* The feature's field of that name, or NULL; where it stood is remembered in e's hint. */
const kuril_value *kuril_find_field(const expr *e, const kuril_feature *feature, const char *name);

bool kuril_curve_interpolates(const expr *e);
/** Order of two texts by a collator. */
void kuril_spatial_free(void *spatial);
int kuril_collator_compare(const kuril_collator *collator, const char *a, const char *b);

#undef EVALUATOR
#undef PARSER

#endif
