/** How a person has proved that it is them. A second factor and single sign-on join here. */
export type ProofKind = "password";
