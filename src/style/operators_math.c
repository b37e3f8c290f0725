/* Numbers in, a number out. */
#include "style/expr.h"
#include <math.h>

static const double pi = 3.14159265358979323846, e_ = 2.71828182845904523536, ln2_ = 0.69314718055994530942,
                    ln10_ = 2.30258509299404568402;

bool kuril_eval_pi(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    (void)c;
    return give_number(out, pi);
}

bool kuril_eval_e(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    (void)c;
    return give_number(out, e_);
}

bool kuril_eval_ln2(const expr *e, context *c, kuril_style_value *out)
{
    (void)e;
    (void)c;
    return give_number(out, ln2_);
}

bool kuril_eval_add(const expr *e, context *c, kuril_style_value *out)
{
    double sum = 0, x;
    for (size_t i = 0; i < e->count; i++) {
        if (!number_argument(e, c, i, &x))
            return false;
        sum += x;
    }
    return give_number(out, sum);
}

bool kuril_eval_multiply(const expr *e, context *c, kuril_style_value *out)
{
    double product = 1, x;
    for (size_t i = 0; i < e->count; i++) {
        if (!number_argument(e, c, i, &x))
            return false;
        product *= x;
    }
    return give_number(out, product);
}

/* Least of none is infinity; a NaN makes it NaN. */
bool kuril_eval_min(const expr *e, context *c, kuril_style_value *out)
{
    double least = HUGE_VAL, x;
    for (size_t i = 0; i < e->count; i++) {
        if (!number_argument(e, c, i, &x))
            return false;
        least = isnan(x) || isnan(least) ? NAN : fmin(least, x);
    }
    return give_number(out, least);
}

bool kuril_eval_max(const expr *e, context *c, kuril_style_value *out)
{
    double most = -HUGE_VAL, x;
    for (size_t i = 0; i < e->count; i++) {
        if (!number_argument(e, c, i, &x))
            return false;
        most = isnan(x) || isnan(most) ? NAN : fmax(most, x);
    }
    return give_number(out, most);
}

#define BINARY(name, formula)                                                                                          \
    bool kuril_eval_##name(const expr *e, context *c, kuril_style_value *out)                                          \
    {                                                                                                                  \
        double a, b;                                                                                                   \
        return number_argument(e, c, 0, &a) && number_argument(e, c, 1, &b) && give_number(out, formula);              \
    }

#define UNARY(name, formula)                                                                                           \
    bool kuril_eval_##name(const expr *e, context *c, kuril_style_value *out)                                          \
    {                                                                                                                  \
        double a;                                                                                                      \
        return number_argument(e, c, 0, &a) && give_number(out, formula);                                              \
    }

/* As JavaScript has it: 1 to an infinite or undefined power is undefined. */
static double power(double base, double exponent)
{
    if (isnan(exponent) || (isinf(exponent) && fabs(base) == 1))
        return NAN;
    return pow(base, exponent);
}

BINARY(subtract, a - b)
BINARY(divide, a / b)
BINARY(modulo, fmod(a, b))
BINARY(power, power(a, b))
UNARY(negate, -a)
UNARY(sqrt, sqrt(a))
UNARY(log10, log(a) / ln10_)
UNARY(ln, log(a))
UNARY(log2, log(a) / ln2_)
UNARY(sin, sin(a))
UNARY(cos, cos(a))
UNARY(tan, tan(a))
UNARY(asin, asin(a))
UNARY(acos, acos(a))
UNARY(atan, atan(a))
UNARY(abs, fabs(a))
UNARY(round, round(a))
UNARY(floor, floor(a))
UNARY(ceil, ceil(a))
