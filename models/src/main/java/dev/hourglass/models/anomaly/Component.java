package dev.hourglass.models.anomaly;

/** One way to measure how strange a row looks to a member; summed over the members of a group. */
enum Component {
    /** Norm of the error. */
    RECONSTRUCTION,
    /** Σ log(1 + (error / usual error)²) over the features. */
    STANDARDISED,
    /** Mahalanobis' distance of the code, squared. */
    MAHALANOBIS,
    /** Distance of the code to the nearest codes of training rows. */
    CODE,
    /** How rare the code is, for codes of one number. */
    TAIL,
    /**
     * Distance of the row to the nearest codes of training rows: along what the member can express, and from
     * there to the row itself.
     */
    CODE_AND_ERROR,
    /** Largest distance of a pixel from the mean image, its channels measured together; of images only. */
    COLOUR
}
