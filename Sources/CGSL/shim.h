/* The GNU Scientific Library's least squares and matrices. Its tables of methods are global
   variables, which Swift takes for shared mutable state, so functions hand them out. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>

static inline const gsl_multifit_nlinear_type *ferry_gsl_trust_region(void) {
  return gsl_multifit_nlinear_trust;
}
