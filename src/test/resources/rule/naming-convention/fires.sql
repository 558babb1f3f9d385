-- style: on
-- expect naming-convention: has to write "User"
CREATE TABLE "User" (id bigint);
