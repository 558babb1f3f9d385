-- expect privilege-revoked: fail as soon as it is revoked
REVOKE ALL ON orders FROM app;
